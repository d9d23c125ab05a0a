// The README's animation, from the built product, into .github/.
import { takePictures } from "./take-pictures.ts";

await takePictures("story.ts");
