import { theme as antdTheme, type ThemeConfig } from 'antd';

export type Appearance = 'light' | 'dark';

const FONT =
  "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Segoe UI', sans-serif";

interface Palette {
  accent: string;
  page: string;
  surface: string;
  line: string;
  ink: string;
  ink2: string;
  ink3: string;
  promoter: string;
  passive: string;
  detractor: string;
  mixed: string;
}

/** The colours of tokens.css that antd and the charts need as values; the two files change together. */
export const PALETTES: Record<Appearance, Palette> = {
  light: {
    accent: '#3451b2',
    page: '#f5f6f8',
    surface: '#ffffff',
    line: '#e2e5ea',
    ink: '#1a212c',
    ink2: '#505b6b',
    ink3: '#5a6474',
    promoter: '#1b7a5f',
    passive: '#c3c9d3',
    detractor: '#bf3b26',
    mixed: '#8a5a00',
  },
  dark: {
    accent: '#93a8f4',
    page: '#11151b',
    surface: '#191f27',
    line: '#2c3541',
    ink: '#e7eaef',
    ink2: '#b0bac7',
    ink3: '#98a3b3',
    promoter: '#5cc4a2',
    passive: '#566273',
    detractor: '#f08a76',
    mixed: '#dba94a',
  },
};

/** What antd would make of our deep colours is muddy on white. */
const TINTS = {
  light: {
    colorSuccessBg: '#e6f4ee', colorSuccessBorder: '#b9dfcf',
    colorErrorBg: '#fbebe8', colorErrorBorder: '#efc4bb',
    colorWarningBg: '#faf2e0', colorWarningBorder: '#e8d3a3',
  },
  dark: {},
};

/** `still`: the reader asked for less motion; antd then places its menus without waiting for an animation. */
export function antdThemeFor(appearance: Appearance, still: boolean): ThemeConfig {
  const colours = PALETTES[appearance];
  return {
    algorithm: appearance === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      // antd derives its own dark shades from the light accent; the text on it stays legible.
      colorPrimary: appearance === 'dark' ? '#5f77dc' : colours.accent,
      colorLink: colours.accent,
      // antd would lighten a link under the pointer until it can no longer be read.
      colorLinkHover: colours.accent,
      colorInfo: appearance === 'dark' ? '#5f77dc' : colours.accent,
      ...TINTS[appearance],
      colorSuccess: colours.promoter,
      colorError: colours.detractor,
      colorWarning: colours.mixed,
      colorTextBase: colours.ink,
      colorTextSecondary: colours.ink2,
      colorTextTertiary: colours.ink3,
      colorTextPlaceholder: colours.ink3,
      // Who may only read a form reads it all the same.
      colorTextDisabled: colours.ink3,
      colorTextDescription: colours.ink2,
      colorBgLayout: colours.page,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.surface,
      colorBorderSecondary: colours.line,
      borderRadius: 6,
      fontFamily: FONT,
      fontSize: 14,
      wireframe: false,
      motion: !still,
    },
    components: {
      Table: { headerBg: 'transparent', headerColor: colours.ink2, cellPaddingBlockSM: 7, cellPaddingInlineSM: 12 },
      Drawer: { paddingLG: 20 },
      Tabs: { itemSelectedColor: colours.accent, inkBarColor: colours.accent, horizontalMargin: '0 0 16px 0' },
    },
  };
}
