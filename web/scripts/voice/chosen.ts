const kept = 'notebook-voice';

/** In which language this phone is listened to: Vietnamese until somebody chose another. */
export function chosenVoice(): string {
  try {
    return localStorage.getItem(kept) ?? 'vi';
  } catch {
    return 'vi';
  }
}

export function chooseVoice(code: string): void {
  try {
    localStorage.setItem(kept, code);
  } catch {
    // A browser that keeps nothing goes on in Vietnamese.
  }
}
