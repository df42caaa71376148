import { copyOrShow } from '../copying/copy.ts';
import { appOf, intentFor, isAndroid } from '../outside/in-app.ts';

/**
 * `<way-out data-title="…{app}…" data-open="…" data-how="…" data-copy="…" data-picture="…" data-file="…{app}…">`: in the browser of an app such as Zalo
 * says how to open the page in the phone's own browser, and shows in the page what such a browser cannot keep as a file. Elsewhere,
 * and without script, it is not there.
 */
class WayOut extends HTMLElement {
  connectedCallback(): void {
    const app = appOf(navigator.userAgent);
    if (app === null || this.querySelector('p')) return;
    document.addEventListener('click', (event) => this.showInstead(event, app));
    // What only this browser holds would be missing in another.
    if (/^\/(gio-hang|thanh-toan|don-cua-toi)$/.test(location.pathname)) return;
    this.classList.add('way-out');
    this.append(said(this.dataset.title, app), ...this.waysTo(location.href));
  }

  /** On Android a tap opens the other browser; an iPhone lets no page do that, so words say how, and the address can be copied. */
  private waysTo(address: string): HTMLElement[] {
    const how = said(this.dataset.how);
    how.className = 'small soft';
    if (!isAndroid(navigator.userAgent)) return [how, this.copyButton(address)];
    const link = document.createElement('a');
    link.className = 'button button--quiet';
    link.href = intentFor(address);
    link.textContent = this.dataset.open ?? '';
    return [link, how];
  }

  private copyButton(address: string): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet';
    button.textContent = this.dataset.copy ?? '';
    button.addEventListener('click', () => void this.copy(button, address));
    const row = document.createElement('div');
    row.append(button);
    return row;
  }

  private async copy(button: HTMLButtonElement, address: string): Promise<void> {
    if (await copyOrShow(address, button)) button.textContent = `✓ ${this.dataset.copied ?? ''}`;
  }

  private showInstead(event: MouseEvent, app: string): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    if (event.defaultPrevented || !link || !isFile(link)) return;
    event.preventDefault();
    if (link.nextElementSibling?.matches('.way-out--instead')) return;
    const instead = document.createElement('div');
    instead.className = 'way-out way-out--instead';
    instead.setAttribute('role', 'status');
    instead.append(
      ...(isPicture(link)
        ? [pictureAt(link.href), said(this.dataset.picture)]
        : [said(this.dataset.file, app), ...this.waysTo(link.href)]),
    );
    link.after(instead);
  }
}

function said(words = '', app = ''): HTMLElement {
  const line = document.createElement('p');
  line.textContent = words.replace('{app}', app);
  return line;
}

function pictureAt(address: string): HTMLElement {
  const picture = document.createElement('img');
  picture.className = 'way-out__picture';
  picture.alt = '';
  picture.src = address;
  return picture;
}

const isPicture = (link: HTMLAnchorElement): boolean => /\.(png|jpe?g)$/.test(link.download || link.pathname);

/** What these browsers would have to keep; an iPhone's show a PDF in place. */
const isFile = (link: HTMLAnchorElement): boolean =>
  link.hasAttribute('download') ||
  /\.(zip|xlsx|csv|docx|zpl|tspl|json)$/.test(link.pathname) ||
  (link.pathname.endsWith('.pdf') && isAndroid(navigator.userAgent));

if (!customElements.get('way-out')) customElements.define('way-out', WayOut);
