import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select, Switch } from 'antd';
import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { ProblemError } from '@/api/problem';
import { useSession, type Account } from '@/api/session';
import { useLanguage } from '@/i18n';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { UnitPicker } from '@/ui/UnitPicker';
import styles from './accounts.module.css';

interface Role {
  code: string;
  name_zh: string;
  name_en: string;
}

interface AccountForm {
  username: string;
  name: string;
  email: string;
  phone: string;
  note: string;
  password?: string;
  is_active: boolean;
  grants: { role: string; unit: string }[];
}

interface AccountDrawerProps {
  account: Account | undefined;
  isNew: boolean;
  ids: string[];
  openId: string;
  onMove: (id: string | undefined) => void;
}

/** One account: its person, and each role with the part of the tree it holds for. */
export function AccountDrawer({ account, isNew, ids, openId, onMove }: AccountDrawerProps) {
  const { t } = useTranslation('accounts');
  const { can } = useSession();
  const [form] = Form.useForm<AccountForm>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const save = useSave(account, () => { guard.release(); onMove(undefined); });
  const faults = save.error instanceof ProblemError ? save.error.fields : {};
  const may = can('accounts.write');
  const initial = account ? { ...account, grants: account.grants.map((grant) => ({ role: grant.role, unit: grant.unit.code })) } : { is_active: true, grants: [{}] };
  if (!account && !isNew) return null;
  return (
    <DetailDrawer openId={openId} ids={ids} title={account?.name ?? t('add')} onMove={onMove} footer={may && <Button type="primary" loading={save.isPending} onClick={form.submit}>{t('save')}</Button>}>
      <Form form={form} layout="vertical" disabled={!may} initialValues={initial} onValuesChange={() => setTouched(true)} onFinish={(values) => save.mutate(values)} validateTrigger="onBlur">
        <Form.Item name="username" label={t('column.username')} rules={[{ required: true, message: t('needed') }]} help={faults.username}><Input disabled={!isNew} autoComplete="off" /></Form.Item>
        <Form.Item name="name" label={t('column.name')} rules={[{ required: true, message: t('needed') }]} help={faults.name}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="email" label={t('column.email')} rules={[{ type: 'email', message: t('emailWrong') }]} help={faults.email}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('column.phone')} help={faults.phone}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="password" label={t(isNew ? 'password' : 'newPassword')} rules={isNew ? [{ required: true, message: t('needed') }] : []} help={faults.password}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="note" label={t('column.note')}><Input.TextArea rows={2} /></Form.Item>
        {!isNew && <Form.Item name="is_active" label={t('column.state')} valuePropName="checked"><Switch checkedChildren={t('active')} unCheckedChildren={t('inactive')} /></Form.Item>}
        <GrantFields disabled={!may} />
      </Form>
    </DetailDrawer>
  );
}

function GrantFields({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('accounts');
  const language = useLanguage();
  const roles = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => read<Role[]>(api.GET('/api/v1/roles', { signal })), staleTime: Infinity });
  const options = (roles.data ?? []).map((role) => ({ value: role.code, label: language === 'en' ? role.name_en : role.name_zh }));
  return (
    <Form.List name="grants">
      {(fields, { add, remove }) => (
        <Form.Item label={t('column.grants')} extra={t('grantsHint')}>
          {fields.map((field) => (
            <div key={field.key} className={styles.grant}>
              <Form.Item name={[field.name, 'role']} noStyle rules={[{ required: true, message: t('needed') }]}><Select placeholder={t('role')} aria-label={t('role')} options={options} /></Form.Item>
              <Form.Item name={[field.name, 'unit']} noStyle rules={[{ required: true, message: t('needed') }]}><ScopeField /></Form.Item>
              <Button type="text" disabled={disabled || fields.length === 1} icon={<MinusCircleOutlined />} aria-label={t('removeGrant')} onClick={() => remove(field.name)} />
            </div>
          ))}
          <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>{t('addGrant')}</Button>
        </Form.Item>
      )}
    </Form.List>
  );
}

/** Form.Item hands value and onChange in. */
function ScopeField({ value, onChange }: { value?: string; onChange?: (code: string | undefined) => void }) {
  const { units } = useSession();
  return <UnitPicker block units={units} value={value} onChange={(code) => onChange?.(code)} />;
}

function useSave(account: Account | undefined, onSaved: () => void) {
  const { t } = useTranslation('accounts');
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ username, password, ...values }: AccountForm) => {
      const secret = password ? { password } : {};
      return account ? read<unknown>(api.PATCH('/api/v1/accounts/{account_id}', { params: { path: { account_id: account.id } }, body: { ...values, ...secret } })) : read<unknown>(api.POST('/api/v1/accounts', { body: { username, password: password ?? '', name: values.name, email: values.email, phone: values.phone, note: values.note, grants: values.grants } }));
    },
    onSuccess: () => {
      void message.success(t('saved'));
      void queries.invalidateQueries({ queryKey: ['accounts'] });
      onSaved();
    },
    onError: (error) => void message.error(error instanceof ProblemError ? error.title : error.message),
  });
}
