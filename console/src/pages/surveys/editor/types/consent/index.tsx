import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';
import { ConsentFace, ConsentForm } from '../shared/Consent';

export const consent: QuestionKind = {
  type: 'consent',
  group: 'contact',
  icon: SafetyCertificateOutlined,
  fresh: (say) => ({ title: say('信息使用同意', 'Use of your information'), required: true, consent: { version: '1', text: say('我已阅读并同意隐私说明', 'I have read and accept the privacy notice') } }),
  Face: ConsentFace,
  Form: ConsentForm,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
