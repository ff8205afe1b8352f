import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DrillPath.module.css';

export interface DrillStep {
  key: string;
  label: string;
  /** What kind of step it is, said before the label (topic, score group …). */
  kind?: string;
}

/** The way down to here; each step can be stepped back to. */
export function DrillPath({ steps, onStep }: { steps: DrillStep[]; onStep: (index: number) => void }) {
  const { t } = useTranslation('ui');
  return (
    <nav aria-label={t('drillPath')} className={styles.path}>
      {steps.map((step, index) => (
        <Fragment key={step.key}>
          {index > 0 && <span aria-hidden="true" className={styles.sep}>›</span>}
          {index === steps.length - 1 ? (
            <span aria-current="location" className={styles.here}>{step.kind && <em>{step.kind}</em>}{step.label}</span>
          ) : (
            <button type="button" className={`plain-button ${styles.step}`} onClick={() => onStep(index)}>
              {step.label}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
