import { CheckCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { ColorPicker, ConfigProvider, Segmented } from 'antd';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { anyWords, type Theme } from '../model/definition';
import { contrastWithWhite, HOUSE, READABLE, shadesOf } from '../model/contrast';
import { Field, SwitchField } from '../parts/Field';
import { PictureField } from '../parts/PictureField';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import canvas from '../compose/canvas.module.css';
import faces from '../types/shared/faces.module.css';
import styles from './views.module.css';

const PRESETS = [HOUSE, '#b4532a', '#3451b2', '#8a2346', '#2f6b2f', '#5b3a8e', '#1f2937', '#c2410c'];

/** How the answer page looks, beside what it makes of it. */
export function ThemeView() {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const definition = useWhole();
  const change = useChange();
  const theme = definition.theme ?? {};
  const color = theme.color || definition.color || HOUSE;
  const set = (patch: Partial<Theme>, tag?: string): void => change({ do: 'setSurvey', patch: { theme: { ...theme, ...patch } } }, tag);
  return (
    <div className={styles.theme}>
      <ConfigProvider componentDisabled={locked}>
        <div className={styles.themeForm}>
          <Field label={t('theme.color')} help={<Contrast color={color} />}>
            {(labelId) => (
              <span role="group" aria-labelledby={labelId}>
                <ColorPicker showText disabledAlpha value={color} presets={[{ label: t('theme.presets'), colors: PRESETS }]} onChangeComplete={(picked) => set({ color: picked.toHexString().slice(0, 7) }, 'color')} />
              </span>
            )}
          </Field>
          <Field label={t('theme.logo')} help={t('theme.logoHelp')}>
            {() => <PictureField label={t('theme.logo')} value={theme.logo || undefined} onChange={(logo) => set({ logo }, 'logo')} />}
          </Field>
          <Field label={t('theme.cover')} help={t('theme.coverHelp')}>
            {() => <PictureField label={t('theme.cover')} value={theme.cover || undefined} onChange={(cover) => set({ cover }, 'cover')} />}
          </Field>
          <Field label={t('theme.screens')} help={t('theme.screensHelp')}>
            {(labelId) => <Segmented<'pages' | 'questions'> block aria-labelledby={labelId} value={theme.screens ?? 'pages'} onChange={(screens) => set({ screens })} options={[{ value: 'pages', label: t('theme.pages') }, { value: 'questions', label: t('theme.questions') }]} />}
          </Field>
          <SwitchField label={t('theme.progress')} checked={theme.progress !== false} onChange={(progress) => set({ progress })} />
        </div>
      </ConfigProvider>
      <Sample color={color} />
    </div>
  );
}

function Contrast({ color }: { color: string }) {
  const { t } = useTranslation('editor');
  const ratio = contrastWithWhite(color);
  const words = { ratio: ratio.toFixed(1), least: READABLE };
  if (ratio >= READABLE) return <span className={styles.good}><CheckCircleFilled /> {t('theme.readable', words)}</span>;
  return <span className={styles.fair}><InfoCircleFilled /> {t('theme.darkened', { ...words, color: shadesOf(color).brand })}</span>;
}

function Sample({ color }: { color: string }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const definition = useWhole();
  const shades = shadesOf(color);
  const brand = { '--brand': shades.brand, '--brand-deep': shades.deep, '--brand-tint': shades.tint, '--brand-line': shades.line } as CSSProperties;
  return (
    <div className={styles.sample} style={brand} aria-hidden="true">
      <div className={canvas.paper}>
        {definition.theme?.cover && <img className={styles.cover} src={definition.theme.cover} alt="" />}
        <header className={canvas.head}>
          {definition.theme?.logo && <img className={styles.logo} src={definition.theme.logo} alt="" />}
          <h2>{anyWords(definition.title, language)}</h2>
          <p>{anyWords(definition.intro, language)}</p>
          {definition.theme?.progress !== false && <div className={canvas.progress}><i><b style={{ width: '33%' }} /></i>1 / 3</div>}
        </header>
        <div className={canvas.cards}>
          <div className={canvas.card}>
            <div className={canvas.title}>{t('theme.sample')}</div>
            <div className={faces.scale}>{Array.from({ length: 11 }, (_, at) => <span key={at}>{at}</span>)}</div>
          </div>
        </div>
        <div className={canvas.go}>{t('face.next')}</div>
      </div>
    </div>
  );
}
