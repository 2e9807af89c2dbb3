import { stopServer } from './server.ts';

export default stopServer;
