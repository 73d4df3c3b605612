package crm

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

func picture(w, h int, noise bool) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x), uint8(y), 90, 255}
			if noise {
				c = color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func jpegOf(t *testing.T, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParseAvatar(t *testing.T) {
	var asPNG bytes.Buffer
	if err := png.Encode(&asPNG, picture(64, 64, false)); err != nil {
		t.Fatal(err)
	}
	good := jpegOf(t, picture(256, 256, false), 90)
	for _, c := range []struct {
		name string
		in   []byte
		ok   bool
	}{
		{"the largest", good, true},
		{"a small one", jpegOf(t, picture(16, 16, false), 90), true},
		{"one pixel too wide", jpegOf(t, picture(257, 257, false), 60), false},
		{"not square", jpegOf(t, picture(256, 200, false), 60), false},
		{"noise of too many bytes", jpegOf(t, picture(256, 256, true), 100), false},
		{"noise that fits", jpegOf(t, picture(256, 256, true), 20), true},
		{"a PNG", asPNG.Bytes(), false},
		{"cut short", good[:len(good)/2], false},
		{"a text", []byte("hello"), false},
		{"nothing", nil, false},
	} {
		got, err := ParseAvatar(c.in)
		if (err == nil) != c.ok || err != nil && CodeOf(err) != CodeAvatarInvalid {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.ok && (len(got) == 0 || len(got) > MaxAvatarBytes) {
			t.Errorf("%s: %d bytes", c.name, len(got))
		}
	}
}

// What a camera writes beside the picture (where it was taken) does not survive.
func TestParseAvatarKeepsNoMetadata(t *testing.T) {
	plain := jpegOf(t, picture(64, 64, false), 90)
	secret := []byte("Exif\x00\x00 latitude -25.42 longitude -49.27")
	segment := append([]byte{0xff, 0xe1, 0, byte(2 + len(secret))}, secret...)
	tagged := append(append(append([]byte{}, plain[:2]...), segment...), plain[2:]...)
	got, err := ParseAvatar(tagged)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(tagged, secret) || bytes.Contains(got, []byte("latitude")) {
		t.Error("the place is still in the picture")
	}
}
