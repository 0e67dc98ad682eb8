/**
 * A shadow root for the code editor. In a shadow root its styles go into constructed sheets, which the window's Content-Security-Policy
 * allows; in the document they would be style tags, which it does not.
 */
export function shadowHost(host: HTMLElement): { readonly root: ShadowRoot; readonly parent: HTMLElement } {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const parent = document.createElement('div')
  parent.style.setProperty('height', '100%')
  root.append(parent)
  return { root, parent }
}
