import { CaretDownOutlined, CaretRightOutlined, FilterOutlined } from '@ant-design/icons';
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { findPage, findQuestion } from '../model/find';
import type { Line } from '../model/outline';
import { useDefinition } from '../state/useEditor';
import { kindOf } from '../types/registry';
import styles from './compose.module.css';

interface OutlineLineProps {
  line: Line;
  name: string;
  number: number;
  chosen: boolean;
  faults: number;
  folded: boolean;
  onFold: (page: string) => void;
  onChoose: (line: Line) => void;
}

const alike = (a: OutlineLineProps, b: OutlineLineProps): boolean => a.line.id === b.line.id && a.name === b.name && a.number === b.number && a.chosen === b.chosen && a.faults === b.faults && a.folded === b.folded && a.onChoose === b.onChoose;

/** One line of the outline; the line itself is what is dragged. */
export const OutlineLine = memo(function OutlineLine({ line, name, number, chosen, faults, folded, onFold, onChoose }: OutlineLineProps) {
  const { t } = useTranslation('editor');
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id: line.id });
  const press = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter' && !isDragging) onChoose(line);
    listeners?.onKeyDown?.(event);
  };
  return (
    <li ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition }} className={`${styles.line} ${styles[line.kind]} ${chosen ? styles.chosen : ''} ${isDragging ? styles.dragged : ''}`}>
      {line.kind === 'page' && (
        <button type="button" tabIndex={-1} className={`plain-button ${styles.fold}`} aria-label={t(folded ? 'page.unfold' : 'page.fold', { name })} aria-expanded={!folded} onClick={() => onFold(line.key)}>
          {folded ? <CaretRightOutlined /> : <CaretDownOutlined />}
        </button>
      )}
      <div {...attributes} {...listeners} data-line={line.id} aria-current={chosen || undefined} aria-disabled={undefined} className={styles.grip} onKeyDown={press} onClick={() => onChoose(line)}>
        {line.kind === 'question' ? <QuestionMarks question={line.key} number={number} name={name} /> : <PageMarks page={line.key} name={name} />}
        {faults > 0 && <span className={styles.faults} aria-label={t('problem.count', { n: faults })}>{faults}</span>}
      </div>
    </li>
  );
}, alike);

function QuestionMarks({ question, number, name }: { question: string; number: number; name: string }) {
  const { t } = useTranslation('editor');
  const type = useDefinition((definition) => findQuestion(definition, question)?.question.type ?? '');
  const required = useDefinition((definition) => Boolean(findQuestion(definition, question)?.question.required));
  const conditional = useDefinition((definition) => findQuestion(definition, question)?.question.show_if !== undefined);
  const Icon = kindOf(type)?.icon;
  return (
    <>
      <span className={styles.icon} title={t(`type.${type}`, { defaultValue: type })}>{Icon && <Icon />}</span>
      <span className={styles.number}>{number}</span>
      <span className={styles.name}>{name}</span>
      {required && <span className={styles.required} title={t('required.yes')}>*</span>}
      {conditional && <FilterOutlined className={styles.mark} title={t('show.rule')} />}
    </>
  );
}

function PageMarks({ page, name }: { page: string; name: string }) {
  const { t } = useTranslation('editor');
  const conditional = useDefinition((definition) => {
    const found = findPage(definition, page);
    return found?.show_if !== undefined || Boolean(found?.next?.length) || found?.loop !== undefined || found?.ab !== undefined;
  });
  return (
    <>
      <span className={styles.name}>{name}</span>
      {conditional && <FilterOutlined className={styles.mark} title={t('page.hasLogic')} />}
    </>
  );
}
