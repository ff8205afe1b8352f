import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Button, Drawer, Tooltip } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePhone } from '@/state/useMedia';
import styles from './AppShell.module.css';

export interface ShellItem {
  key: string;
  path: string;
  label: string;
  icon: ReactNode;
  /** The page shown now belongs to it. */
  here: boolean;
  phone?: number;
}

export interface ShellGroup {
  key: string;
  label?: string;
  items: ShellItem[];
}

interface AppShellProps {
  groups: ShellGroup[];
  /** Search of the address to keep when moving between pages. */
  carried: string;
  pickers?: ReactNode;
  tools: ReactNode;
  children: ReactNode;
}

const NARROW_KEY = 'opencem.nav';

/** Navigation by the loop beside the page; at the foot on a phone. */
export function AppShell({ groups, carried, pickers, tools, children }: AppShellProps) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  const [narrow, setNarrow] = useState(() => window.localStorage.getItem(NARROW_KEY) === 'narrow');
  const toggle = (): void => {
    window.localStorage.setItem(NARROW_KEY, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  return (
    <div className={`${styles.shell} ${narrow ? styles.narrow : ''}`}>
      <a className={styles.skip} href="#main">{t('shell.skip')}</a>
      {!phone && <SideNav groups={groups} carried={carried} narrow={narrow} onToggle={toggle} />}
      <div className={styles.column}>
        <header className={styles.bar}>
          {phone && <Brand narrow={false} />}
          {!phone && <div className={styles.pickers}>{pickers}</div>}
          <div className={styles.tools}>{tools}</div>
        </header>
        {phone && pickers && <div className={styles.phonePickers}>{pickers}</div>}
        <main id="main" className={styles.main} tabIndex={-1}>{children}</main>
      </div>
      {phone && <FootNav groups={groups} carried={carried} />}
    </div>
  );
}

function Brand({ narrow }: { narrow: boolean }) {
  return (
    <Link to="/" className={styles.brand} aria-label="OpenCEM">
      <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width={24} height={24} />
      {!narrow && <span>OpenCEM</span>}
    </Link>
  );
}

function SideNav({ groups, carried, narrow, onToggle }: { groups: ShellGroup[]; carried: string; narrow: boolean; onToggle: () => void }) {
  const { t } = useTranslation('ui');
  const label = t(narrow ? 'shell.widen' : 'shell.narrow');
  return (
    <aside className={styles.side}>
      <div className={styles.pinned}>
      <Brand narrow={narrow} />
      <nav className={styles.nav} aria-label={t('shell.navigation')}>
        {groups.map((group) => <NavGroupList key={group.key} group={group} carried={carried} narrow={narrow} />)}
      </nav>
      <Button type="text" className={styles.toggle} aria-label={label} title={label} icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />} onClick={onToggle} />
      </div>
    </aside>
  );
}

function NavGroupList({ group, carried, narrow, onLeave }: { group: ShellGroup; carried: string; narrow?: boolean; onLeave?: () => void }) {
  return (
    <section className={styles.group} aria-label={group.label}>
      {group.label && (narrow ? <hr className={styles.rule} /> : <h2 className={styles.groupName}>{group.label}</h2>)}
      <ul>
        {group.items.map((item) => (
          <li key={item.key}><NavLinkItem item={item} carried={carried} narrow={narrow} onLeave={onLeave} /></li>
        ))}
      </ul>
    </section>
  );
}

function NavLinkItem({ item, carried, narrow, onLeave }: { item: ShellItem; carried: string; narrow?: boolean; onLeave?: () => void }) {
  const { here } = item;
  return (
    <Tooltip title={narrow ? item.label : undefined} placement="right">
      <Link to={item.path + carried} className={`${styles.item} ${here ? styles.here : ''}`} aria-current={here ? 'page' : undefined} aria-label={item.label} onClick={onLeave}>
        {item.icon}
        {!narrow && <span>{item.label}</span>}
      </Link>
    </Tooltip>
  );
}

function FootNav({ groups, carried }: { groups: ShellGroup[]; carried: string }) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  const items = groups.flatMap((group) => group.items).filter((item) => item.phone !== undefined);
  const first = items.sort((a, b) => a.phone! - b.phone!).slice(0, 4);
  return (
    <nav className={styles.foot} aria-label={t('shell.navigation')}>
      {first.map((item) => <FootLink key={item.key} item={item} carried={carried} />)}
      <button type="button" className={`plain-button ${styles.footItem}`} aria-expanded={open} onClick={() => setOpen(true)}>
        <MenuOutlined />
        <span>{t('shell.more')}</span>
      </button>
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" size="70%" title="OpenCEM">
        {groups.map((group) => <NavGroupList key={group.key} group={group} carried={carried} onLeave={() => setOpen(false)} />)}
      </Drawer>
    </nav>
  );
}

function FootLink({ item, carried }: { item: ShellItem; carried: string }) {
  const { here } = item;
  return (
    <Link to={item.path + carried} className={`${styles.footItem} ${here ? styles.footHere : ''}`} aria-current={here ? 'page' : undefined}>
      {item.icon}
      <span>{item.label}</span>
    </Link>
  );
}
