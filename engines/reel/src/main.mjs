/**
 * The door of the engine in a checkout. In a package the bundle of main.ts takes this place: Node would spend a third of a second on reading
 * a bundle named .ts for types that are not in it.
 */
import './main.ts';
