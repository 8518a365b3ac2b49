import { Property } from '@servicenow/sdk/core';
import { administrator } from './access.now';

// Installed once: an upgrade leaves what an administrator has set.
const access = { read: [administrator], write: [administrator] };

Property({
  $id: Now.ID['property-active'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.active',
  type: 'boolean',
  value: false,
  description: 'Whether changes are announced to sla-bridge. Nothing is collected while this is off.',
  roles: access,
});

Property({
  $id: Now.ID['property-endpoint'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.endpoint',
  type: 'string',
  value: '',
  description: 'Where sla-bridge takes webhooks, like https://sla-bridge.example.com/webhooks/servicenow',
  roles: access,
});

Property({
  $id: Now.ID['property-secret'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.secret',
  type: 'password2',
  value: '',
  description: 'The secret that signs: whsec_ and base64, one of WEBHOOK_SECRETS of sla-bridge.',
  isPrivate: true,
  roles: access,
});

Property({
  $id: Now.ID['property-secret-next'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.secret_next',
  type: 'password2',
  value: '',
  description: 'While the secret is being replaced, the next one: deliveries are signed with both.',
  isPrivate: true,
  roles: access,
});

Property({
  $id: Now.ID['property-timeout'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.timeout_seconds',
  type: 'integer',
  value: 10,
  description: 'How long one delivery may take, 1 to 30 seconds.',
  roles: access,
});

Property({
  $id: Now.ID['property-ignored-user'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.ignored_user',
  type: 'string',
  value: '',
  description: 'User name whose own changes are not announced: the account of sla-bridge. Empty: all are.',
  roles: access,
});

Property({
  $id: Now.ID['property-max-attempts'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.max_attempts',
  type: 'integer',
  value: 10,
  description:
    'A notification that sla-bridge refuses is given up after so many attempts. An outage counts for nothing.',
  roles: access,
});

Property({
  $id: Now.ID['property-give-up-days'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.give_up_days',
  type: 'integer',
  value: 7,
  description: 'A notification that could not be delivered for so many days is given up.',
  roles: access,
});

Property({
  $id: Now.ID['property-keep-delivered-days'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.keep_delivered_days',
  type: 'integer',
  value: 2,
  description: 'How many days delivered notifications are kept for looking up.',
  roles: access,
});

Property({
  $id: Now.ID['property-keep-dead-days'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.keep_dead_days',
  type: 'integer',
  value: 30,
  description: 'How many days notifications that were given up are kept.',
  roles: access,
});
