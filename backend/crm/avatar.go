package crm

import (
	"bytes"
	"image"
	"image/jpeg"
)

// The picture of a contact (D1.1): a small square JPEG. The window crops and scales what a person chose; these are the
// bounds of what is kept and synced.
const (
	MaxAvatarSide  = 256       // pixels
	MaxAvatarBytes = 40 * 1024 // bytes
)

// CodeAvatarInvalid is the code of a picture that cannot be kept.
const CodeAvatarInvalid = "avatar_invalid"

// avatarQuality are the JPEG qualities tried until the picture fits.
var avatarQuality = []int{88, 78, 65, 50, 35}

// ParseAvatar reads a square JPEG of at most 256 × 256 pixels and writes it anew, so that nothing of its metadata (the
// place it was taken, a preview of what was cropped away) is kept. Errors: avatar_invalid.
func ParseAvatar(b []byte) ([]byte, error) {
	if len(b) > MaxAvatarBytes {
		return nil, avatarInvalid("the picture has more than %d KB", MaxAvatarBytes/1024)
	}
	// Its size first: a few bytes can claim to be a picture of a gigabyte.
	head, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, avatarInvalid("the picture is not a JPEG")
	}
	if head.Width != head.Height || head.Width == 0 || head.Width > MaxAvatarSide {
		return nil, avatarInvalid("the picture must be a square of at most %d pixels", MaxAvatarSide)
	}
	picture, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, avatarInvalid("the picture is damaged")
	}
	return EncodeAvatar(picture)
}

// EncodeAvatar writes a square picture within the bounds as it is kept, as well as fits. Errors: avatar_invalid.
func EncodeAvatar(picture image.Image) ([]byte, error) {
	size := picture.Bounds().Size()
	if size.X != size.Y || size.X == 0 || size.X > MaxAvatarSide {
		return nil, avatarInvalid("the picture must be a square of at most %d pixels", MaxAvatarSide)
	}
	var out bytes.Buffer
	for _, quality := range avatarQuality {
		out.Reset()
		if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
			return nil, avatarInvalid("the picture cannot be written as JPEG")
		}
		if out.Len() <= MaxAvatarBytes {
			return out.Bytes(), nil
		}
	}
	return nil, avatarInvalid("the picture has more than %d KB", MaxAvatarBytes/1024)
}

func avatarInvalid(format string, args ...any) *Error {
	return Errorf(CodeAvatarInvalid, "avatar", format, args...)
}
