import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { failedUrl, templateUrl, useImport, useImportSteps } from '@/api/imports';
import { usePhone } from '@/state/useMedia';
import { ImportWizard } from '@/ui/ImportWizard';

interface WizardDrawerProps {
  kind: string;
  kindName: string;
  id: string | undefined;
  onMove: (id: string | undefined) => void;
  onClose: () => void;
}

/** The wizard beside the list; closing it leaves a running import running. */
export function WizardDrawer({ kind, kindName, id, onMove, onClose }: WizardDrawerProps) {
  const { t } = useTranslation('imports');
  const phone = usePhone();
  const run = useImport(id);
  const { start, check, run: go } = useImportSteps(kind, id, onMove);
  const restart = (): void => {
    for (const step of [start, check, go]) step.reset();
    onMove(undefined);
  };
  const port = {
    upload: (file: File, mode: Parameters<typeof start.mutate>[0]['mode']) => start.mutate({ file, mode }),
    check: (mapping: Record<string, string>, options: Record<string, string>) => check.mutate({ mapping, options }),
    run: () => go.mutate(),
    restart,
    busy: start.isPending || check.isPending || go.isPending,
    error: start.error ?? check.error ?? go.error ?? run.error,
  };
  return (
    <Drawer open onClose={onClose} size={phone ? '100%' : 860} title={t('wizard', { kind: kindName })}>
      <ImportWizard title={kindName} templateUrl={templateUrl(kind)} failedUrl={id && failedUrl(id)} run={id ? run.data : undefined} port={port} onLeave={onClose} />
    </Drawer>
  );
}
