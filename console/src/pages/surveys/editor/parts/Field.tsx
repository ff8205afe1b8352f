import { InputNumber, Switch } from 'antd';
import { useId, type ReactNode } from 'react';
import styles from './parts.module.css';

/** A setting under its name. `children` gets the name's id, to be labelled by it. */
export function Field({ label, help, extra, children }: { label: string; help?: ReactNode; extra?: ReactNode; children: (labelId: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.label}><span id={id}>{label}</span>{extra}</div>
      {children(id)}
      {help && <div className={styles.help}>{help}</div>}
    </div>
  );
}

export function SwitchField({ label, help, checked, onChange }: { label: string; help?: string; checked: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <div>
      <div className={styles.switchLine}><span id={id}>{label}</span><Switch size="small" aria-labelledby={id} checked={checked} onChange={onChange} /></div>
      {help && <div className={styles.help}>{help}</div>}
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  min?: number;
  max?: number;
  placeholder?: string;
  whole?: boolean;
}

/** A number that may be left out. */
export function NumberField({ label, value, onChange, min, max, placeholder, whole = true }: NumberFieldProps) {
  return (
    <Field label={label}>
      {(labelId) => <InputNumber aria-labelledby={labelId} style={{ width: '100%' }} value={value ?? null} min={min} max={max} precision={whole ? 0 : undefined} placeholder={placeholder} onChange={(next) => onChange(next ?? undefined)} />}
    </Field>
  );
}

export const Pair = ({ children }: { children: ReactNode }) => <div className={styles.pair}>{children}</div>;
