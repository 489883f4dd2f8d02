import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from './desk.ts';

test('H1 no scheme but our own leads anywhere: each is refused under the pages', async ({ desk }) => {
  const urls = [
    'https://evil.example/',
    'http://127.0.0.1:1/',
    'file:///etc/hostname',
    'ftp://evil.example/',
  ];
  const problems = await desk.app.electron.evaluate(async ({ BrowserWindow }, all) => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    const said: string[] = [];
    for (const url of all)
      await window.loadURL(url).then(
        () => said.push('loaded'),
        (error: { code?: string }) => said.push(error.code ?? 'no code'),
      );
    window.destroy();
    return said;
  }, urls);
  // Of ftp: Chromium knows nothing any more.
  expect(problems).toEqual([...urls.slice(0, 3).map(() => 'ERR_BLOCKED_BY_CLIENT'), 'ERR_FAILED']);
});

test('H10 WebRTC reaches nobody, by UDP or TCP, and tells no address of this computer', async ({ desk }) => {
  const heard: string[] = [];
  const tcp = createServer((socket) => {
    heard.push('tcp');
    socket.destroy();
  });
  const udp = createSocket('udp4').on('message', () => heard.push('udp'));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', () => resolve()));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', () => resolve()));
  const ports = { tcp: (tcp.address() as AddressInfo).port, udp: udp.address().port };
  try {
    const candidates = await desk.home.evaluate(async ({ tcp: overTcp, udp: overUdp }) => {
      const signIn = { username: 'a', credential: 'b' };
      const connection = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${overUdp}` },
          { urls: `turn:127.0.0.1:${overUdp}`, ...signIn },
          { urls: `turn:127.0.0.1:${overTcp}?transport=tcp`, ...signIn },
        ],
      });
      const found: string[] = [];
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate !== null && candidate.candidate !== '') found.push(candidate.candidate);
      });
      const gathered = new Promise<void>((resolve) => {
        connection.addEventListener('icegatheringstatechange', () => {
          if (connection.iceGatheringState === 'complete') resolve();
        });
      });
      connection.createDataChannel('out');
      await connection.setLocalDescription();
      await gathered;
      connection.close();
      return found;
    }, ports);
    expect(candidates).toEqual([]);
    expect(heard).toEqual([]);
  } finally {
    tcp.close();
    udp.close();
  }
});

test('H11 a page’s hints reach nobody: preconnect, prefetch of names or pages, and their like', async ({
  desk,
}) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await desk.home.evaluate(async (href) => {
    for (const rel of [
      'preconnect',
      'dns-prefetch',
      'prefetch',
      'preload',
      'prerender',
      'icon',
      'manifest',
    ]) {
      const link = document.createElement('link');
      link.rel = rel;
      link.href = href;
      link.as = 'image';
      document.head.append(link);
      await new Promise((resolve) => setTimeout(resolve, 50));
      link.remove();
    }
  }, address);
  server.close();
  expect(connections).toBe(0);
});
