// Pictures of the built product in every width and theme, into .screens/.
import { takePictures } from "./take-pictures.ts";

await takePictures("screens.ts");
