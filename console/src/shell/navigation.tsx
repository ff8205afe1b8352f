import {
  AlertOutlined,
  ApartmentOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  DeploymentUnitOutlined,
  FormOutlined,
  HeartOutlined,
  MessageOutlined,
  NodeIndexOutlined,
  SendOutlined,
  ShopOutlined,
  TeamOutlined,
  ToolOutlined,
  TrophyOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

export type NavGroup = 'top' | 'listen' | 'understand' | 'act' | 'assess' | 'manage';

export interface NavItem {
  key: string;
  path: string;
  group: NavGroup;
  permission: string;
  icon: ReactNode;
  /** Which of the global pickers the page answers to. */
  pickers: 'both' | 'unit' | 'none';
  /** Paths of pages below this one that stand elsewhere in the address. */
  also?: string[];
  /** Shown first at the foot of a phone; smaller is nearer to the thumb. */
  phone?: number;
}

/** The side navigation, in the order of the loop. */
export const NAVIGATION: NavItem[] = [
  { key: 'overview', path: '/overview', group: 'top', permission: 'dashboard.read', icon: <DashboardOutlined />, pickers: 'both', phone: 1 },
  { key: 'store', path: '/store', group: 'top', permission: 'scorecard.read', icon: <ShopOutlined />, pickers: 'none', phone: 0 },
  { key: 'surveys', path: '/surveys', group: 'listen', permission: 'survey.read', icon: <FormOutlined />, pickers: 'unit' },
  { key: 'invitations', path: '/invitations', group: 'listen', permission: 'invitation.read', icon: <SendOutlined />, pickers: 'both' },
  { key: 'journeys', path: '/journeys', group: 'listen', permission: 'dashboard.read', icon: <NodeIndexOutlined />, pickers: 'both' },
  { key: 'imports', path: '/imports', group: 'listen', permission: 'import.run', icon: <CloudUploadOutlined />, pickers: 'none' },
  { key: 'feedback', path: '/feedback', group: 'listen', permission: 'feedback.read', icon: <MessageOutlined />, pickers: 'both', phone: 2 },
  { key: 'fusion', path: '/fusion', group: 'understand', permission: 'fusion.read', icon: <DeploymentUnitOutlined />, pickers: 'unit' },
  { key: 'tickets', path: '/tickets', group: 'act', permission: 'ticket.read', icon: <HeartOutlined />, pickers: 'unit', phone: 3 },
  { key: 'rules', path: '/rules', group: 'act', permission: 'rules.read', icon: <AlertOutlined />, pickers: 'none' },
  { key: 'scorecards', path: '/scorecards', group: 'assess', permission: 'scorecard.read', icon: <TrophyOutlined />, pickers: 'unit', phone: 4, also: ['/schemes'] },
  { key: 'org', path: '/org', group: 'manage', permission: 'org.read', icon: <ApartmentOutlined />, pickers: 'none' },
  { key: 'accounts', path: '/accounts', group: 'manage', permission: 'accounts.read', icon: <TeamOutlined />, pickers: 'none' },
  { key: 'system', path: '/system', group: 'manage', permission: 'system.read', icon: <ToolOutlined />, pickers: 'none' },
];

export const GROUPS: NavGroup[] = ['top', 'listen', 'understand', 'act', 'assess', 'manage'];

/** Whether the page at `pathname` belongs to a navigation item. */
export function isWithin(item: Pick<NavItem, 'path' | 'also'>, pathname: string): boolean {
  return [item.path, ...(item.also ?? [])].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

export const HOME_PATHS: Record<string, string> = { dashboard: '/overview', region: '/overview', store: '/store', tickets: '/tickets' };
