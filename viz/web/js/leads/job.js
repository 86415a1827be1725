// @ts-check
/** Follow long work to its end by the events that the service sends. */
import { get } from '../api.js';

const ENDED = ['done', 'failed', 'cancelled'];

/**
 * @param {string} id
 * @param {(job: any) => void} told called whenever the work has moved
 * @returns {Promise<any>} the job as it ended
 */
export function followJob(id, told) {
  return new Promise((resolve, reject) => {
    const events = new EventSource(`/api/v1/jobs/${encodeURIComponent(id)}/events`);
    events.addEventListener('job', (event) => {
      const job = JSON.parse(/** @type {MessageEvent} */ (event).data);
      told(job);
      if (ENDED.includes(job.state)) {
        events.close();
        resolve(job);
      }
    });
    events.onerror = async () => {
      events.close();
      try {
        const job = await get(`/jobs/${encodeURIComponent(id)}`);
        if (ENDED.includes(job.state)) resolve(job);
        else setTimeout(() => followJob(id, told).then(resolve, reject), 1000);
      } catch (error) {
        reject(error);
      }
    };
  });
}
