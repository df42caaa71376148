import { inEach, languages } from '../language.ts';
import type { PublicStory } from './stories.ts';
import { storyPhotoUrl } from './story-photos.ts';

const shortLength = 280;
const shortPhotos = 2;

/** A story as pages show it; words are left to the catalogue. */
export const storyView = ({ photos, ...story }: PublicStory) => ({
  ...story,
  cut: false,
  photos: photos.map(({ id, width, height, caption }) => ({
    small: storyPhotoUrl(id, 320),
    large: storyPhotoUrl(id, 1280),
    height: Math.round((320 / width) * height),
    caption,
  })),
});

/** The beginning of a story, for a page that is about something else. */
export function shortStoryView(story: PublicStory) {
  const { told, photos, ...view } = storyView(story);
  const short = inEach((language) => beginning(told[language] ?? ''));
  return {
    ...view,
    told: short,
    photos: photos.slice(0, shortPhotos),
    cut: languages.some((language) => short[language] !== (told[language] ?? '')) || photos.length > shortPhotos,
  };
}

/** The first sentences or words, so that no word is cut in two. */
export function beginning(text: string): string {
  if (text.length <= shortLength) return text;
  const start = text.slice(0, shortLength);
  const end = start.lastIndexOf(' ');
  return `${start.slice(0, end > shortLength / 2 ? end : shortLength).trimEnd()}…`;
}
