import { mountSurface } from "../../browser/surface.tsx";

void mountSurface("popup");
