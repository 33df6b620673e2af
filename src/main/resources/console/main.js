import { api } from './api.js';
import { audit } from './audit.js';
import { drawAround, focusView } from './focus.js';
import { job } from './job.js';
import { jobs } from './jobs.js';
import { listenToKeys } from './keys.js';
import { letter } from './letter.js';
import { letters } from './letters.js';
import { render } from './lit.js';
import { startLive } from './live.js';
import { now } from './now.js';
import { overview } from './overview.js';
import { page } from './page.js';
import { startRouter } from './router.js';
import { routes } from './routes.js';
import { watchSession } from './session.js';
import { changed, drawWith, state } from './state.js';

const root = document.getElementById('page');
drawWith(() => drawAround(() => render(page(), root), root));

async function begin() {
  try {
    state.session = await api('/session');
    state.unreachable = null;
  } catch (error) {
    if (error.status === 401) return;
    state.unreachable = error;
    changed();
    setTimeout(begin, 3000);
    return;
  }
  state.signIn = false;
  startRouter({ now, letters, 'letters/': letter, jobs, 'jobs/': job, audit, routes }, focusView);
  listenToKeys();
  overview.load();
  startLive((name, data) => {
    if (name === 'overview' && data?.groups) overview.take(data);
    else if (name === 'overview' || name === 'letters') overview.refresh();
    state.view?.heard?.(name);
  });
  setInterval(changed, 5000); // ages grow
}

changed();
watchSession(begin);
begin();
