import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import { loadDraft, renewDraft, restoreVersion, useVersions, type Version } from '@/api/surveyDrafts';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { usePhone } from '@/state/useMedia';
import { EmptyState, ErrorState } from '@/ui/States';
import { useEditor } from '../state/useEditor';
import { useSaver, useSaverState } from '../state/useProblems';
import { asKept } from '../state/server';
import styles from './dialogs.module.css';

/** What was published and when; any of it can be taken up again. */
export function VersionsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('editor');
  const phone = usePhone();
  return (
    <Drawer open={open} onClose={onClose} title={t('versions.title')} size={phone ? '100%' : 420} destroyOnHidden>
      <Versions onDone={onClose} />
      <Headquarters onDone={onClose} />
      <Exports />
    </Drawer>
  );
}

function Versions({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('editor');
  const { survey, locked } = useEditor();
  const { message } = App.useApp();
  const saver = useSaver();
  const { data, error, refetch } = useVersions(survey);
  const restore = async (version: Version): Promise<void> => {
    try {
      await restoreVersion(survey, version.number, await saver.flush());
      saver.adopt(asKept(await loadDraft(survey)));
      void message.success(t('versions.restored', { n: version.number }));
      onDone();
    } catch (failure) {
      void message.error(failure instanceof Error ? failure.message : String(failure));
    }
  };
  if (error) return <ErrorState compact error={error} onRetry={() => void refetch()} />;
  if (data && !data.items.length) return <EmptyState compact title={t('versions.none')} hint={t('versions.noneHint')} />;
  return <ul className={styles.versions}>{data?.items.map((version) => <VersionLine key={version.number} version={version} onRestore={locked ? undefined : () => void restore(version)} />)}</ul>;
}

function VersionLine({ version, onRestore }: { version: Version; onRestore?: () => void }) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  return (
    <li>
      <span>
        <strong>{t('versions.nth', { n: version.number })}</strong>
        <span className={styles.hint}>{[version.published_at && formatInstant(version.published_at, language), version.published_by?.name, t('flow.questions', { count: version.questions })].filter(Boolean).join(' · ')}</span>
      </span>
      {onRestore && <Button size="small" onClick={onRestore}>{t('versions.restore')}</Button>}
    </li>
  );
}

/** Where a survey builds on headquarters': its newest questions, on demand. */
function Headquarters({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('editor');
  const { survey, locked } = useEditor();
  const { message } = App.useApp();
  const saver = useSaver();
  const { kept } = useSaverState();
  if (locked || !kept.locked.length) return null;
  const renew = async (): Promise<void> => {
    try {
      await renewDraft(survey, await saver.flush());
      saver.adopt(asKept(await loadDraft(survey)));
      void message.success(t('held.renewed'));
      onDone();
    } catch (failure) {
      void message.error(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <section className={styles.exports}>
      <h3>{t('held.title')}</h3>
      <p className={styles.hint}>{t('held.hint', { n: kept.locked.length })}</p>
      <Button size="small" onClick={() => void renew()}>{t('held.renew')}</Button>
    </section>
  );
}

function Exports() {
  const { t } = useTranslation('editor');
  const { survey, language } = useEditor();
  return (
    <section className={styles.exports}>
      <h3>{t('versions.export')}</h3>
      <Button size="small" icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/export.xlsx`, { version: 'draft' })}>XLSX</Button>
      <Button size="small" icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/export.json`, { version: 'draft' })}>JSON</Button>
      <Button size="small" icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/export.pdf`, { version: 'draft', language })}>PDF</Button>
    </section>
  );
}
