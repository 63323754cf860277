// Names that more than one part of the sync goes by.

/** Ids of lines that start a section begin with this sign. */
export const SECTION = "\u00a7";
/** Where changes of a document come from; all of these are on this device already. */
export const FROM = { server: "sync: server", device: "sync: device", tab: "sync: other tab" };
export const isOurs = (origin) => !Object.values(FROM).includes(origin);
/** One room for all tabs of a person: who stored or sent what. */
export const channelOf = (person) => `writing|${person}`;
/** Only who holds it sends the words of a text. */
export const lockOf = (person, text) => `sending|${person}|${text}`;
/** Put into localStorage when this person has ever had words on this device. */
export const hintOf = (person) => `writing|${person}`;
export const DATABASE = "writing";
export const DATABASE_VERSION = 1;
/** The person whose page was opened last on this device (localStorage). */
export const SIGNED_IN = "signed in";
/** Before the names of the last keys that were typed (localStorage). */
export const journalOf = (person) => `typed|${person}|`;
