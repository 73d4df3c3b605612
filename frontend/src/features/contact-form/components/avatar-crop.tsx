import 'react-easy-crop/react-easy-crop.css';
import { Button, Slider } from '@mantine/core';
import { useState } from 'react';
import Cropper from 'react-easy-crop';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';
import { type Area, cutImage } from '../image';

interface Props {
  source: string;
  onCut: (url: string) => void;
  onClose: () => void;
}

/** Which square of the picture is kept: moved with the mouse or the arrow keys, zoomed with the slider. */
export function AvatarCrop({ source, onCut, onClose }: Props) {
  const { t } = useTranslation();
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const cut = async () => {
    if (!area) return;
    setBusy(true);
    try {
      onCut(await cutImage(source, area));
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('contactForm.avatar.crop')}
      size={420}
      zIndex={300}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button data-autofocus onClick={() => void cut()} loading={busy} disabled={!area}>
            {t('contactForm.avatar.use')}
          </Button>
        </>
      }
    >
      <div className="cf-crop">
        <Cropper
          image={source}
          crop={crop}
          zoom={zoom}
          aspect={1}
          cropShape="round"
          showGrid={false}
          keyboardStep={4}
          onCropChange={setCrop}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => setArea(pixels)}
          cropperProps={{ 'aria-label': t('contactForm.avatar.cropHint'), role: 'group' } as never}
        />
      </div>
      <p className="sub cf-hint">{t('contactForm.avatar.cropHint')}</p>
      <p className="cf-label" aria-hidden>
        {t('contactForm.avatar.zoom')}
      </p>
      <Slider
        thumbLabel={t('contactForm.avatar.zoom')}
        min={1}
        max={4}
        step={0.05}
        value={zoom}
        onChange={setZoom}
        label={null}
        mb="md"
      />
      {failed && (
        <p className="cf-error" role="alert">
          {t('contactForm.avatar.unreadable')}
        </p>
      )}
    </Dialog>
  );
}
