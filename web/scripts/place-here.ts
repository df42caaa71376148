/**
 * `<place-here data-field data-height data-here data-looking data-found data-refused data-failed>`: puts where the phone is into a field
 * of its form, and how high where the phone knows it and nobody typed it. Without a phone that knows there is nothing, and it is typed.
 */
class PlaceHere extends HTMLElement {
  private readonly button = document.createElement('button');
  private readonly note = document.createElement('p');

  connectedCallback(): void {
    if (!('geolocation' in navigator)) return;
    this.button.type = 'button';
    this.button.className = 'button button--wide button--quiet';
    this.button.textContent = this.dataset.here ?? '';
    this.button.addEventListener('click', () => this.look());
    this.note.setAttribute('role', 'status');
    this.append(this.button, this.note);
  }

  private look(): void {
    this.say('looking');
    // Five minutes old is still where one stands in a field.
    const how = { enableHighAccuracy: true, timeout: 60_000, maximumAge: 300_000 };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.put(coords),
      ({ code }) => this.say(code === 1 ? 'refused' : 'failed'),
      how,
    );
  }

  private put({ latitude, longitude, altitude, accuracy }: GeolocationCoordinates): void {
    this.fill('field', `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`);
    if (altitude !== null && this.field('height')?.value === '') this.fill('height', String(Math.round(altitude)));
    this.say('found', Math.round(accuracy));
  }

  private field(which: 'field' | 'height'): HTMLInputElement | null {
    return document.querySelector<HTMLInputElement>(`input[name="${this.dataset[which] ?? ''}"]`);
  }

  private fill(which: 'field' | 'height', value: string): void {
    const field = this.field(which);
    if (field) field.value = value;
  }

  private say(what: 'looking' | 'found' | 'refused' | 'failed', metres = 0): void {
    this.note.textContent = (this.dataset[what] ?? '').replace('{metres}', String(metres));
  }
}

if (!customElements.get('place-here')) customElements.define('place-here', PlaceHere);
