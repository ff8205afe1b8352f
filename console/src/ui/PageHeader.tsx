import { Fragment, useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import styles from './PageHeader.module.css';

export interface Crumb {
  label: string;
  to?: string;
}

interface PageHeaderProps {
  title: string;
  crumbs?: Crumb[];
  note?: ReactNode;
  actions?: ReactNode;
}

/** The page's name, where it stands in the loop, and what can be done on the whole of it. */
export function PageHeader({ title, crumbs, note, actions }: PageHeaderProps) {
  const { t } = useTranslation('ui');
  useEffect(() => {
    document.title = `${title} · OpenCEM`;
  }, [title]);
  return (
    <header className={styles.header}>
      <div className={styles.names}>
        {crumbs && crumbs.length > 0 && (
          <nav aria-label={t('breadcrumbs')} className={styles.crumbs}>
            {crumbs.map((crumb, index) => (
              <Fragment key={crumb.label}>
                {index > 0 && <span aria-hidden="true">/</span>}
                {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : <span>{crumb.label}</span>}
              </Fragment>
            ))}
          </nav>
        )}
        <h1 className={styles.title}>{title}</h1>
        {note && <div className={styles.note}>{note}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
