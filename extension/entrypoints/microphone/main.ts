import { mountMicrophonePage } from "../../browser/mount-microphone-page.tsx";

mountMicrophonePage();
