import { Input } from 'antd';
import type { TextAreaProps } from 'antd/es/input';
import styles from './parts.module.css';

/** A field for several lines that grows with them: by CSS, as antd measures with inline styles the page's policy refuses. */
export const GrowingText = (props: TextAreaProps) => <Input.TextArea rows={1} {...props} className={styles.growing} />;
