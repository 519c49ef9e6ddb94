// What Vite makes of a style sheet that is to be used as text, inside a shadow root.
declare module "*.css?inline" {
  const css: string;
  export default css;
}
