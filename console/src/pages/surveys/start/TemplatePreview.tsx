import { Button, Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTemplate } from '@/api/surveyDrafts';
import { useLanguage } from '@/i18n';
import { usePhone } from '@/state/useMedia';
import { ErrorState } from '@/ui/States';
import { anyWords, type Definition } from '../editor/model/definition';
import { withoutTokens } from '../editor/model/tokens';
import { kindOf } from '../editor/types/registry';
import styles from './start.module.css';

interface TemplatePreviewProps {
  template: string | undefined;
  starting: boolean;
  onClose: () => void;
  onUse: (template: string) => void;
}

/** What a template asks, before it is taken. */
export function TemplatePreview({ template, starting, onClose, onUse }: TemplatePreviewProps) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const phone = usePhone();
  const { data, error, refetch } = useTemplate(template);
  return (
    <Drawer open={template !== undefined} onClose={onClose} size={phone ? '100%' : 480} title={anyWords(data?.title, language)} footer={<Button type="primary" loading={starting} disabled={!data} onClick={() => template && onUse(template)}>{t('start.use')}</Button>}>
      {error && <ErrorState compact error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton active />}
      {data && <p className={styles.description}>{anyWords(data.description, language)}</p>}
      {data && <Questions definition={data.definition as unknown as Definition} />}
    </Drawer>
  );
}

function Questions({ definition }: { definition: Definition }) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  return (
    <ol className={styles.questions}>
      {definition.pages.flatMap((page) => page.questions).map((question) => {
        const Icon = kindOf(question.type)?.icon;
        return (
          <li key={question.key}>
            <span title={t(`type.${question.type}`, { defaultValue: question.type })}>{Icon && <Icon />}</span>
            {withoutTokens(anyWords(question.title, language))}
          </li>
        );
      })}
    </ol>
  );
}
