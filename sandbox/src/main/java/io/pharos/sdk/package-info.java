/**
 * Repairs to Pulumi's Java SDK, for the program and for the sandbox that runs it. Each class says
 * which version it is for; it can go when the SDK no longer needs it.
 */
package io.pharos.sdk;
