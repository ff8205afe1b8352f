import { CloudUploadOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { formatCount } from '@/format/number';
import { usePhone } from '@/state/useMedia';
import { param, useUrlState } from '@/state/useUrlState';
import { OrgTree } from '@/ui/OrgTree';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import { MoveDialog } from './MoveDialog';
import { UnitPanel } from './UnitPanel';
import styles from './org.module.css';

const PARAMS = { open: param.optional() };

/** The organisation as a tree; a unit moves on a date, and reports can be read either way. */
export default function Org() {
  const { t } = useTranslation('org');
  const { units, can } = useSession();
  const terms = useTerms();
  const phone = usePhone();
  const navigate = useNavigate();
  const [{ open }, set] = useUrlState(PARAMS);
  const [moving, setMoving] = useState<{ code: string; parent?: string }>();
  const unit = units.find((each) => each.code === open);
  const importButton = can('import.run') && <Button icon={<CloudUploadOutlined />} onClick={() => void navigate('/imports?kind=units')}>{t('import')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} note={t('count', { n: formatCount(units.length) })} actions={importButton} />
      {units.length === 0 ? (
        <EmptyState title={t('empty.title')} hint={t('empty.hint')} action={importButton} />
      ) : (
        <div className={styles.columns}>
          <section className={styles.panel}>
            <OrgTree units={units} selected={open} onSelect={(code) => set({ open: code })} kindName={terms.unitKind} onMove={can('org.write') ? (code, parent) => setMoving({ code, parent }) : undefined} />
          </section>
          <section className={styles.panel}>
            {unit ? <UnitPanel unit={unit} onMove={() => setMoving({ code: unit.code })} /> : <EmptyState title={t('choose')} hint={can('org.write') && !phone ? t('chooseHint') : undefined} />}
          </section>
        </div>
      )}
      {moving && <MoveDialog code={moving.code} parent={moving.parent} onDone={() => setMoving(undefined)} />}
    </>
  );
}
