import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../model/tokens';
import { Field } from './Field';

/** What stands in the text when there is nothing to put in. */
export function TokenDialog({ token, name, onDone }: { token: string; name: string; onDone: (token: string | null) => void }) {
  const { t } = useTranslation('editor');
  const parts = partsOf(token);
  const [words, setWords] = useState(parts.fallback);
  // Braces and bars would end the placeholder early.
  const clean = words.replaceAll(/[{}|]/g, '').trim();
  return (
    <Modal open title={name} okText={t('token.set')} onOk={() => onDone(clean ? `${parts.name}|${clean}` : parts.name)} onCancel={() => onDone(null)}>
      <Field label={t('token.fallback')} help={t('token.fallbackHelp')}>
        {(labelId) => <Input autoFocus aria-labelledby={labelId} maxLength={80} value={words} onChange={(event) => setWords(event.target.value)} onPressEnter={() => onDone(clean ? `${parts.name}|${clean}` : parts.name)} />}
      </Field>
    </Modal>
  );
}
