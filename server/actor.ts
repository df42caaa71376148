export type Role = 'household' | 'cooperative' | 'officer';

/** Who is asking, as their session says. */
export interface Actor {
  accountId: string;
  name: string;
  role: Role;
  /** The seller this person sells as: its household or cooperative; an officer sells nothing. */
  sellerId: string | null;
  /** The cooperative it belongs to, or is. */
  cooperativeId: string | null;
  sessionId: string;
  /** When PIN or password was last given: money and deletion ask for a recent one. */
  freshAt: Date;
}
