import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startI18n } from './i18n';
import { startAppearance } from './theme/appearance';
import { giveStylesTheNonce } from './theme/nonce';
import './theme/tokens.css';

giveStylesTheNonce();
startAppearance();
await startI18n();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
