export default import.meta.glob<Record<string, unknown>>('./zh-Hans/*.json', { eager: true, import: 'default' });
