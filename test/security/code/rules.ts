/** One of the things that Electronegativity looks for, as it would stand in our own tree. */
export interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Where it may stand, and why that is right. */
  readonly allowed?: Readonly<Record<string, string>>;
  /** The relay keeps it too. */
  readonly relayToo?: true;
  /** What the rule must catch, each by itself. */
  readonly bad: readonly string[];
  /** What looks like it and is right. */
  readonly good?: readonly string[];
}

const on = (name: string) => new RegExp(`\\b${name}\\s*:(?!\\s*false\\b)`);
const off = (name: string) => new RegExp(`\\b${name}\\s*:(?!\\s*true\\b)`);

/**
 * Its checks, in its order, over src-main, src-renderer and src-shared. The tool itself is not kept up any more.
 * Source: https://github.com/doyensec/electronegativity/wiki
 */
export const RULES: readonly Rule[] = [
  {
    name: 'N1 no page gets Node: neither as a preference nor as an attribute',
    pattern: /\bnodeIntegration(?:InWorker|InSubFrames)?\b["']?\s*[:=](?!\s*false\b)|["']nodeintegration/i,
    bad: [
      'nodeIntegration: true',
      'nodeIntegrationInWorker: yes',
      "view.setAttribute('nodeintegration', '')",
    ],
    good: ['nodeIntegration: false'],
  },
  {
    name: 'N2 context isolation is never switched off',
    pattern: off('contextIsolation'),
    bad: ['contextIsolation: false', 'contextIsolation: !isOld'],
    good: ['contextIsolation: true'],
  },
  {
    name: 'N3 the sandbox is never switched off',
    pattern: /\bsandbox\s*:(?!\s*true\b)|['"]no-sandbox['"](?!\)\) app\.enableSandbox)/,
    bad: ['sandbox: false', "appendSwitch('no-sandbox')"],
    good: ['sandbox: true', "if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();"],
  },
  {
    name: 'N4 webSecurity is never switched off',
    pattern: /\bwebSecurity\s*:(?!\s*true\b)|disable-web-security/,
    bad: ['webSecurity: false', "'disable-web-security'"],
    good: ['webSecurity: true'],
  },
  {
    name: 'N5 insecure content is never let in',
    pattern: on('allowRunningInsecureContent'),
    bad: ['allowRunningInsecureContent: true'],
  },
  {
    name: 'N6 no experimental or Blink feature is switched on',
    pattern: /\b(?:experimentalFeatures|enableBlinkFeatures|blinkfeatures)\b|enable-(?:blink-)?features/,
    bad: ['experimentalFeatures: true', "enableBlinkFeatures: 'X'", "appendSwitch('enable-features', 'X')"],
  },
  {
    name: 'N7 no web view, and none that may open windows',
    pattern: /<webview\b|webviewTag\s*:(?!\s*false\b)|\ballowpopups\b|createElement\(['"]webview/,
    bad: ['<webview src="x">', 'webviewTag: true', 'allowpopups'],
  },
  {
    name: 'N8 no other kinds of windows, and none that shares a process: BrowserView, affinity',
    pattern: /\b(?:BrowserView|WebContentsView)\b|\baffinity\s*:/,
    bad: ['new BrowserView()', "affinity: 'x'"],
  },
  {
    name: 'N9 every window is made with the guarded preferences, and with one preload',
    pattern:
      /\bwebPreferences\s*:(?!\s*(?:guardedPreferences\(preload\)|\{\s*\.\.\.guardedPreferences\(preload\)))|preload\.(?!cjs)[cm]?js\b/,
    bad: ['webPreferences: { sandbox: true }', "join(folder, 'preload.js')"],
    good: [
      'webPreferences: guardedPreferences(preload)',
      'webPreferences: {\n  ...guardedPreferences(preload),',
    ],
  },
  {
    name: 'N10 Chromium’s switches are set in few places, each with its reason',
    pattern: /\bappend(?:Switch|Argument)\s*\(/,
    allowed: {
      'src-main/page-life/graphics.ts': 'graphics that died are given another chance',
      'src-main/security/no-requests.ts': 'what Chromium would ask the internet for of itself',
    },
    bad: ["app.commandLine.appendSwitch('disable-gpu')", 'commandLine.appendArgument(x)'],
  },
  {
    name: 'N11 no text is made into code',
    relayToo: true,
    pattern:
      /\beval\s*\(|\bnew\s+Function\b|\bexecuteJavaScript\w*\s*\(|\binsertCSS\s*\(|\bset(?:Timeout|Interval)\s*\(\s*['"`]|from 'node:vm'/,
    bad: ['eval(text)', 'new Function(text)', 'contents.executeJavaScript(x)', "setTimeout('x()', 1)"],
  },
  {
    name: 'N12 no text is made into HTML',
    pattern:
      /\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|dangerouslySetInnerHTML|createContextualFragment|\bDOMParser\b|setHTMLUnsafe/,
    bad: ['element.innerHTML = name', '<p dangerouslySetInnerHTML={x} />', 'document.write(x)'],
  },
  {
    name: 'N13 nothing is fetched over http',
    pattern: /['"`]http:\/\/(?!(?:127\.0\.0\.1:1|www\.w3\.org\/)|\$\{(?:address|text)\})/,
    bad: ["fetch('http://example.com/')", '`http://${host}/`'],
    good: ['`http://${address}`'],
  },
  {
    name: 'N14 the policy of pages stands in one place, and no page softens it',
    pattern: /content-security-policy|unsafe-(?:inline|eval|hashes)|bypassCSP|createPolicy\s*\(/i,
    allowed: {
      'src-main/security/csp.ts': 'the policy itself',
    },
    bad: ['<meta http-equiv="Content-Security-Policy">', "script-src 'unsafe-inline'", 'bypassCSP: true'],
  },
  {
    name: 'N15 an address leaves the app by one door',
    pattern: /\bshell\.(?:openExternal|openPath|showItemInFolder|writeShortcutLink)\b|\bxdg-open\b/,
    allowed: {
      'src-main/assembly/system-actions.ts': 'the door itself: given to `createOpenExternal` alone',
    },
    bad: ['shell.openExternal(url)', 'void shell.openPath(path)'],
  },
  {
    name: 'N16 no other program is run but by those named here, each with its reason',
    allowed: {
      'src-main/installed/menu-entry.ts':
        'the desktop’s own tools for its menu, by execFile, with no word of anybody else’s',
      'src-main/updates/hand-over.ts':
        'the new AppImage in place of this one: a script of ours, which gets the paths as arguments',
      'src-main/managed/mac.ts': 'the system’s own `plutil`, by its full path, without a shell',
      'src-main/managed/windows.ts': 'the system’s own `reg`, without a shell',
    },
    pattern: /from 'node:child_process'|\butilityProcess\b|from 'node:worker_threads'/,
    bad: ["import { exec } from 'node:child_process'", 'utilityProcess.fork(x)'],
  },
  {
    name: 'N17 one scheme is handled, in one place',
    pattern: /\bprotocol\.(?:handle|register|intercept|unhandle)\w*\s*\(|setAsDefaultProtocolClient\s*\(/,
    allowed: {
      'src-main/security/app-scheme.ts': 'app://, our pages',
      'src-main/pairing/deep-link.ts': 'ringside://, pairing links: asked about before they count',
    },
    bad: ["protocol.handle('x', y)", "app.setAsDefaultProtocolClient('x')"],
  },
  {
    name: 'N18 permissions are decided in one place',
    pattern:
      /\bset(?:Permission(?:Request|Check)|DevicePermission|DisplayMediaRequest|BluetoothPairing|USBProtectedClasses)Handler\s*\(/,
    allowed: { 'src-main/security/lock-down.ts': 'all are refused' },
    bad: ['session.setPermissionRequestHandler(null)'],
  },
  {
    name: 'N19 navigation and new windows are decided in one place',
    pattern:
      /\bsetWindowOpenHandler\s*\(|\.on\(\s*'will-(?:navigate|redirect|frame-navigate|attach-webview)'/,
    allowed: { 'src-main/security/lock-down.ts': 'all are refused' },
    bad: ["contents.on('will-navigate', go)", "contents.setWindowOpenHandler(() => ({ action: 'allow' }))"],
  },
  {
    relayToo: true,
    name: 'N20 no certificate is trusted that the system does not trust',
    pattern:
      /certificate-error|setCertificateVerifyProc|rejectUnauthorized(?!: true\b)|ignore-certificate-errors|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    allowed: {
      'src-relay/postgres/tls.ts':
        "the admin's `sslmode=require` and `verify-ca` ask for no more, as with every other client of PostgreSQL",
    },
    good: ['rejectUnauthorized: true'],
    bad: ["app.on('certificate-error', yes)", 'rejectUnauthorized: false', 'checkServerIdentity: () => {}'],
  },
  {
    name: 'N21 there is no remote module, and no message that stands the app still',
    pattern:
      /@electron\/remote|enableRemoteModule|\bsendSync\s*\(|\breturnValue\b|\bipcRenderer\.send\w*\s*\(/,
    bad: ["from '@electron/remote'", 'ipcRenderer.sendSync(x)', "ipcRenderer.send('x')"],
  },
  {
    relayToo: true,
    name: 'N22 Electron’s warnings are not silenced, and of its environment nothing is asked but which display',
    pattern: /ELECTRON_[A-Z_]+/,
    allowed: {
      'src-main/pop/display-server.ts':
        'whether its user wants Wayland: a matter of where windows are, of no rights',
    },
    bad: ["process.env['ELECTRON_DISABLE_SECURITY_WARNINGS']"],
  },
  {
    name: 'N23 Electron is used in main alone, and its messages in the preload and one door',
    pattern: /\b(?:ipcMain|ipcRenderer|contextBridge|webFrame)\b/,
    allowed: {
      'src-main/preload.ts': 'the bridge',
      'src-main/assembly/hand-back.ts': 'given to `handleRequests`, which checks sender and payload',
    },
    bad: ['ipcMain.handle(x, y)', "webFrame.executeJavaScript('x')"],
  },
  {
    name: 'N24 pages keep nothing, and send nothing by themselves',
    pattern:
      /\b(?:localStorage|sessionStorage|indexedDB|caches)\b|document\.cookie|\bXMLHttpRequest\b|\bsendBeacon\b|new\s+(?:WebSocket|EventSource|Worker|SharedWorker|RTCPeerConnection|WebTransport)\b|serviceWorker/,
    allowed: { 'src-main/connection/attempt.ts': 'the socket to the relay, in main' },
    bad: ['localStorage.setItem(x, y)', 'new WebSocket(url)', 'new RTCPeerConnection()'],
  },
  {
    name: 'N26 our links are registered so that nothing of one can be a switch',
    pattern: /setAsDefaultProtocolClient\s*\((?!LINK_SCHEME, process\.execPath, \['--'\]\))/,
    bad: ["app.setAsDefaultProtocolClient('x')", 'setAsDefaultProtocolClient(LINK_SCHEME, process.execPath)'],
    good: ["app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--'])"],
  },
  {
    name: 'N25 no page is loaded but those of app://',
    pattern: /\bload(?:File)\s*\(|\bloadURL\s*\((?!url\))|\bfile:\/\//,
    bad: ["window.loadFile('x.html')", "window.loadURL('https://example.com')"],
    good: ['window.loadURL(url)'],
  },
];
