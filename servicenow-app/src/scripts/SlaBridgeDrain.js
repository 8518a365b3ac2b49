/** Empties the outbox: at once where the receiver answers, patiently where it does not. */
var SlaBridgeDrain = Class.create();

/** A run of the scheduled job takes no more rows and no more time than this; what remains is the next run's. */
SlaBridgeDrain.BATCH = 500;
SlaBridgeDrain.RUN_SECONDS = 45;

/** A missing receiver is asked again after this, then after twice as long, up to the longest. */
SlaBridgeDrain.FIRST_REST_SECONDS = 30;
SlaBridgeDrain.LONGEST_REST_SECONDS = 300;
/** No receiver may ask for a longer rest. */
SlaBridgeDrain.LONGEST_ASKED_SECONDS = 3600;

SlaBridgeDrain.prototype = {
  initialize() {
    this.settings = new SlaBridgeSettings();
    this.outbox = new SlaBridgeOutbox();
    this.sender = new SlaBridgeSender();
  },

  /** For the asynchronous rule on the outbox: sends a row that was just written, unless the receiver is missing. */
  sendNow(current) {
    if (this._canSend() && !this.outbox.isReceiverMissing()) this._sendOne(current.getUniqueValue());
  },

  /**
   * For the scheduled job: sends what is due, oldest first. While the receiver is missing, one row after each rest asks
   * for it; the others wait without losing an attempt.
   */
  run() {
    if (!this._canSend() || this.outbox.isResting()) return;
    const endsAt = this._now() + SlaBridgeDrain.RUN_SECONDS * 1000;
    const ids = this.outbox.dueIds(SlaBridgeDrain.BATCH);
    for (let index = 0; index < ids.length && this._now() < endsAt; index += 1) {
      if (!this._sendOne(ids[index])) return;
    }
  },

  _canSend() {
    if (!this.settings.isActive()) return false;
    if (this.settings.signingKeys().length > 0) return true;
    gs.error(
      'SLA bridge: neither x_slab_bridge.secret nor x_slab_bridge.secret_next holds a whsec_ secret; nothing is sent.',
    );
    return false;
  },

  /** False if the receiver is missing. */
  _sendOne(id) {
    const row = this.outbox.take(id, this.settings.timeoutMs() / 1000 + SlaBridgeDrain.FIRST_REST_SECONDS);
    if (row === null) return true;
    const answer = this.sender.send(row);
    if (answer.outcome === 'delivered') this.outbox.markDelivered(row, answer);
    else if (answer.outcome === 'refused') this._refused(row, answer);
    else this._postpone(row, answer);
    return answer.outcome !== 'unreachable';
  },

  _refused(row, answer) {
    if (Number(row.getValue('attempts')) < this.settings.maxAttempts()) return this._postpone(row, answer);
    gs.error(`SLA bridge: notification ${row.getUniqueValue()} is given up: ${answer.error}`);
    this.outbox.markDead(row, answer);
  },

  _postpone(row, answer) {
    const seconds = this._restAfter(Number(row.getValue('attempts')), answer.retryAfterSeconds);
    gs.warn(
      `SLA bridge: notification ${row.getUniqueValue()} is tried again in ${seconds} s: ${answer.error}`,
    );
    this.outbox.postpone(row, answer, seconds);
  },

  _restAfter(attempts, askedSeconds) {
    const doubled = SlaBridgeDrain.FIRST_REST_SECONDS * 2 ** Math.min(attempts - 1, 10);
    const own = Math.min(SlaBridgeDrain.LONGEST_REST_SECONDS, doubled);
    return Math.max(own, Math.min(SlaBridgeDrain.LONGEST_ASKED_SECONDS, askedSeconds));
  },

  _now() {
    return new GlideDateTime().getNumericValue();
  },

  type: 'SlaBridgeDrain',
};
