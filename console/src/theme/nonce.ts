/** The nonce the server wrote into the page for this request's style policy. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;

/**
 * Gives the nonce to every style element made from now on. antd passes it to its own styles, but the
 * scroll-bar measure and the scroll lock of @rc-component write theirs without one and would be refused.
 */
export function giveStylesTheNonce(): void {
  if (!styleNonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
    return element;
  }) as typeof document.createElement;
}
