import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import zhTW from 'antd/locale/zh_TW';
import dayjs from 'dayjs';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { ProblemError } from './api/problem';
import { useLanguage } from './i18n';
import { router } from './routes';
import { useStill } from './state/useMedia';
import { useAppearance } from './theme/appearance';
import { styleNonce } from './theme/nonce';
import { antdThemeFor } from './theme/theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The server's refusals are answers; only a broken connection is worth another try.
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
    },
  },
});

const LOCALES = { 'zh-Hans': { day: 'zh-cn', kit: zhCN }, 'zh-Hant': { day: 'zh-tw', kit: zhTW }, en: { day: 'en-gb', kit: enGB } } as const;

// British English in antd and dayjs: the same words, and weeks that start on Monday.
export function App() {
  const language = useLanguage();
  const appearance = useAppearance();
  const still = useStill();
  const theme = useMemo(() => antdThemeFor(appearance, still), [appearance, still]);
  useEffect(() => {
    dayjs.locale(LOCALES[language].day);
  }, [language]);
  return (
    <ConfigProvider csp={{ nonce: styleNonce }} theme={theme} button={{ autoInsertSpace: false }} locale={LOCALES[language].kit}>
      <AntdApp>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}
