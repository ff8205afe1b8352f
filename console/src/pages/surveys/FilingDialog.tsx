import { App, Button, Form, Input, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addFolder, fileSurvey, useFolders, useSurveyChange, useSurveyFacets, type Filing, type ListedSurvey } from '@/api/centre';
import { nameOf, useJourneys } from '@/api/journeys';
import { useLanguage } from '@/i18n';
import { SCENES } from './params';

/** Where a survey is kept and what it is for. */
export function FilingDialog({ survey, onClose }: { survey: ListedSurvey; onClose: () => void }) {
  const { t } = useTranslation('surveys');
  const { message } = App.useApp();
  const language = useLanguage();
  const [form] = Form.useForm<Filing>();
  const facets = useSurveyFacets().data;
  const journeys = useJourneys().data?.items ?? [];
  const save = useSurveyChange(fileSurvey);
  const points = journeys.flatMap((journey) => journey.stages).flatMap((stage) => stage.touchpoints);
  const scenes = [...new Set(['', ...SCENES, ...(facets?.scenes.map(({ value }) => value) ?? []), survey.scene])];
  const submit = (values: Filing): void =>
    save.mutate(
      { key: survey.key, filing: { ...values, folder: values.folder ?? null, touchpoint: values.touchpoint ?? null } },
      { onSuccess: () => { void message.success(t('acted')); onClose(); }, onError: (error) => void message.error(error.message) },
    );
  const start: Filing = { folder: survey.folder?.id ?? null, tags: survey.tags, scene: survey.scene, touchpoint: survey.touchpoint?.code ?? null, target_group: survey.target_group };
  return (
    <Modal open title={t('act.file')} okText={t('filing.save')} okButtonProps={{ loading: save.isPending }} onOk={form.submit} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={start} onFinish={submit}>
        <Form.Item name="folder" label={t('filter.folder')}><FolderField /></Form.Item>
        <Form.Item name="tags" label={t('filter.tag')}><Select mode="tags" options={facets?.tags.map(({ value }) => ({ value }))} /></Form.Item>
        <Form.Item name="touchpoint" label={t('column.touchpoint')}><Select allowClear options={points.map((point) => ({ value: point.code, label: nameOf(point, language) }))} /></Form.Item>
        <Form.Item name="scene" label={t('column.scene')}><Select options={scenes.map((value) => ({ value, label: value ? t(`scene.${value}`, { defaultValue: value }) : t('filing.noScene') }))} /></Form.Item>
        <Form.Item name="target_group" label={t('column.group')}><Input maxLength={120} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** A folder there is, or a new one named on the spot. */
function FolderField({ value, onChange }: { value?: number | null; onChange?: (folder: number | null) => void }) {
  const { t } = useTranslation('surveys');
  const { message } = App.useApp();
  const folders = useFolders(true).data?.items ?? [];
  const add = useSurveyChange(addFolder);
  const [name, setName] = useState('');
  const create = (): void =>
    add.mutate(name.trim(), { onSuccess: (folder) => { setName(''); onChange?.(folder.id); }, onError: (error) => void message.error(error.message) });
  return (
    <Select<number>
      allowClear
      value={value ?? undefined}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      options={folders.map((folder) => ({ value: folder.id, label: folder.name }))}
      popupRender={(menu) => (
        <>
          {menu}
          <Space.Compact block style={{ padding: 8 }}>
            <Input value={name} maxLength={60} aria-label={t('filing.newFolder')} placeholder={t('filing.newFolder')} onChange={({ target }) => setName(target.value)} onKeyDown={(event) => event.stopPropagation()} onPressEnter={create} />
            <Button disabled={!name.trim()} loading={add.isPending} onClick={create}>{t('filing.add')}</Button>
          </Space.Compact>
        </>
      )}
    />
  );
}
