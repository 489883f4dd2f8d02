/** A file as text: https://vite.dev/guide/assets.html#importing-asset-as-string */
declare module '*?raw' {
  const text: string;
  export default text;
}
