import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Consent } from '../../model/definition';
import { Field } from '../../parts/Field';
import { InlineWords } from '../../parts/InlineWords';
import type { EditProps } from '../kind';
import styles from './faces.module.css';

const NONE: Consent = { version: '1', text: {} };

/** The words a person agrees to. */
export function ConsentFace({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const consent = question.consent ?? NONE;
  return (
    <div className={styles.consent}>
      <span aria-hidden="true" className={`${styles.mark} ${styles.square}`} />
      <InlineWords words={consent.text} label={t('face.consent')} lines onChange={(words) => set({ consent: { ...consent, text: words ?? {} } }, 'consent')} />
    </div>
  );
}

export function ConsentForm({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const consent = question.consent ?? NONE;
  return (
    <Field label={t('form.consentVersion')} help={t('form.consentHelp')}>
      {(labelId) => <Input aria-labelledby={labelId} maxLength={40} value={consent.version} onChange={(event) => set({ consent: { ...consent, version: event.target.value } }, 'consentVersion')} />}
    </Field>
  );
}
