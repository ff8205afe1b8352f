import { UserOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, csrfToken, read } from '@/api/http';
import { useSession } from '@/api/session';
import { joinWords } from '@/format/list';
import type { Language } from '@/format/number';
import { changeLanguage, LANGUAGES, useLanguage } from '@/i18n';
import { usePhone } from '@/state/useMedia';
import { chooseAppearance, type AppearanceChoice } from '@/theme/appearance';

const APPEARANCES: AppearanceChoice[] = ['light', 'dark', 'system'];

/** Who I am, which language and light I read in, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('shell');
  const { me } = useSession();
  const phone = usePhone();
  const reading = useLanguage();
  const form = useRef<HTMLFormElement>(null);
  const language = useMutation({ mutationFn: (chosen: Language) => read<unknown>(api.PATCH('/api/v1/me', { body: { language: chosen.toLowerCase() } })) });
  const choose = (key: string): void => {
    const [what, value] = key.split(':') as [string, string];
    if (what === 'language') {
      void changeLanguage(value as Language);
      language.mutate(value as Language);
    } else if (what === 'appearance') chooseAppearance(value as AppearanceChoice);
    else form.current?.submit();
  };
  const roles = joinWords(me.account.grants.map((grant) => `${reading === 'en' ? grant.role_en : grant.role_zh} · ${grant.unit.name}`), reading);
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: roles ? `${me.account.name} · ${roles}` : me.account.name },
    { type: 'divider' },
    { key: 'languages', type: 'group', label: t('account.language'), children: LANGUAGES.map(({ key, name }) => ({ key: `language:${key}`, label: name })) },
    { key: 'appearances', type: 'group', label: t('account.appearance'), children: APPEARANCES.map((key) => ({ key: `appearance:${key}`, label: t(`account.${key}`) })) },
    { type: 'divider' },
    { key: 'leave', label: t('account.leave') },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button type="text" icon={<UserOutlined />} aria-label={t('account.label', { name: me.account.name })}>{phone ? null : me.account.name}</Button>
      </Dropdown>
      <form ref={form} method="post" action="/accounts/logout/" hidden>
        <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} readOnly />
      </form>
    </>
  );
}
