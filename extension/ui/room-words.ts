import english from "../locales/en.json";

/** English, as far as it is said in an open room; the guest page's build keeps the rest apart. */
export const roomWords: object = english;
