import english from "../../locales/en.json";
import { speak, wordsOf } from "../words.ts";

// Unit tests read English; one that wants another language chooses it itself.
speak(wordsOf(english));
