/** The floors inside the engine, from the ground up; its door `engine.ts` stands on all of them. */
export const engineFloors = ['language', 'ground', 'keep', 'find', 'change', 'commands', 'talk'] as const;
