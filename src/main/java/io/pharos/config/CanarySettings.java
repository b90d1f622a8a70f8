package io.pharos.config;

import java.util.List;

/**
 * What calls the users' endpoint from outside of the application, and how often.
 *
 * @param minutes between two calls
 * @param paths each of which must answer 200
 * @param retentionDays for which it is kept what a call has shown
 * @param runtimeVersion of CloudWatch Synthetics
 */
public record CanarySettings(
    int minutes, List<String> paths, int retentionDays, String runtimeVersion) {

  /**
   * The newest one for Node.js without a browser: renew it here, or before that in the
   * configuration. What runs on a deprecated one goes on running, and cannot be made anew.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_Nodejs.html
   */
  static final String NEWEST_RUNTIME = "syn-nodejs-3.1";
}
