package io.pharos.recovery.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the calls of the recovery functions over HTTP with one fixed answer per action: enough to
 * see that the SDK in the function package writes requests and reads answers. Everything else on
 * the web answers 200.
 */
final class CannedAws implements AutoCloseable {
  private static final String COPY = "arn:aws:rds:eu-central-1:1:snapshot:awsbackup:copyjob-1";
  private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern CONCURRENCY = Pattern.compile("/functions/\\w+/concurrency$");
  private static final Pattern MAPPINGS = Pattern.compile("/event-source-mappings(/\\w*)?$");
  private static final Pattern PATH_ACTION = Pattern.compile("/operation/(\\w+)$");
  private static final String SECRET =
      "{\"VersionId\": \"1\", \"SecretString\": \"{\\\"username\\\": \\\"u\\\","
          + " \\\"password\\\": \\\"p\\\"}\"}";
  private static final String ADDRESSES = "L-0263D0A3";
  private static final Map<String, String> ANSWERS =
      Map.ofEntries(
          Map.entry("UpdateItem", "{}"),
          Map.entry("PutFunctionConcurrency", "{}"),
          Map.entry("DeleteFunctionConcurrency", "{}"),
          Map.entry("UpdateEventSourceMapping", "{\"State\": \"Updating\"}"),
          Map.entry("ListEventSourceMappings", mappings("Enabled", "Disabled")),
          Map.entry("EnableRule", "{}"),
          Map.entry("DisableRule", "{}"),
          Map.entry("DeleteItem", "{}"),
          Map.entry(
              "DescribeServices",
              "{\"services\": [{\"serviceName\": \"shop-prod-app\", \"clusterArn\": \"c\","
                  + " \"status\": \"ACTIVE\", \"desiredCount\": 0, \"runningCount\": 0,"
                  + " \"pendingCount\": 0, \"deployments\": [{\"status\": \"PRIMARY\","
                  + " \"rolloutState\": \"COMPLETED\", \"createdAt\": 1}]}]}"),
          Map.entry("UpdateService", "{}"),
          Map.entry(
              "DescribeScalableTargets",
              "{\"ScalableTargets\": [{\"MinCapacity\": 1, \"MaxCapacity\": 0,"
                  + " \"SuspendedState\": {\"DynamicScalingOutSuspended\": true}}]}"),
          Map.entry("RegisterScalableTarget", "{}"),
          Map.entry("Query", "{\"Items\": [], \"Count\": 0}"),
          Map.entry("ModifyDBInstance", xml("ModifyDBInstance", "<DBInstance/>")),
          Map.entry(
              "StartExecution",
              "{\"executionArn\": \"arn:aws:states:eu-central-1:1:execution:m:n\", \"startDate\":"
                  + " 1}"),
          Map.entry("PutSecretValue", "{}"),
          Map.entry("PutParameter", "{\"Version\": 2}"),
          Map.entry(
              "CreateDBInstanceReadReplica", xml("CreateDBInstanceReadReplica", "<DBInstance/>")),
          Map.entry(
              "RestoreDBInstanceToPointInTime",
              xml("RestoreDBInstanceToPointInTime", "<DBInstance/>")),
          Map.entry(
              "RestoreDBInstanceFromDBSnapshot",
              xml("RestoreDBInstanceFromDBSnapshot", "<DBInstance/>")),
          Map.entry(
              "DescribeDBInstanceAutomatedBackups",
              xml(
                  "DescribeDBInstanceAutomatedBackups",
                  "<DBInstanceAutomatedBackups><DBInstanceAutomatedBackup>"
                      + "<DBInstanceIdentifier>shop-prod-secondary-1</DBInstanceIdentifier>"
                      + "<Region>eu-west-1</Region><DBInstanceAutomatedBackupsArn>arn"
                      + "</DBInstanceAutomatedBackupsArn><RestoreWindow><LatestTime>"
                      + "2026-01-01T00:00:00Z</LatestTime></RestoreWindow>"
                      + "</DBInstanceAutomatedBackup></DBInstanceAutomatedBackups>")),
          Map.entry(
              "AllocateAddress",
              "<AllocateAddressResponse><allocationId>eipalloc-1</allocationId>"
                  + "</AllocateAddressResponse>"),
          Map.entry("ReleaseAddress", "<ReleaseAddressResponse/>"),
          Map.entry("CreateNatGateway", "<CreateNatGatewayResponse/>"),
          Map.entry("DeleteNatGateway", "<DeleteNatGatewayResponse/>"),
          Map.entry("CreateRoute", "<CreateRouteResponse/>"),
          Map.entry("DeleteRoute", "<DeleteRouteResponse/>"),
          Map.entry(
              "ListRecoveryPointsByBackupVault",
              "{\"RecoveryPoints\": [{\"Status\": \"COMPLETED\", \"CreationDate\": 1767225600.123,"
                  + " \"RecoveryPointArn\": \""
                  + COPY
                  + "\", \"ResourceArn\": \"arn:aws:rds:eu-west-1:1:db:shop-prod-secondary-1\"}]}"),
          Map.entry(
              "DescribeRestoreJob",
              "{\"RestoreJobId\": \"job-1\", \"Status\": \"COMPLETED\","
                  + " \"CreationDate\": 1767225600.0, \"CompletionDate\": 1767226600.0,"
                  + " \"RecoveryPointCreationDate\": 1767220000.0, \"CreatedResourceArn\":"
                  + " \"arn:aws:rds:eu-central-1:1:db:awsbackup-restore-test-1\"}"),
          Map.entry("PutRestoreValidationResult", "{}"),
          Map.entry(
              "InvokeFunction",
              "{\"outcome\": \"succeeded\", \"markers\": 1, \"empty\": \"\","
                  + " \"newest\": \"2026-01-01T00:00:00Z\"}"),
          Map.entry("CreateDBSnapshot", xml("CreateDBSnapshot", "<DBSnapshot/>")),
          Map.entry("CopyDBSnapshot", xml("CopyDBSnapshot", "<DBSnapshot/>")),
          Map.entry("DeleteDBSnapshot", xml("DeleteDBSnapshot", "<DBSnapshot/>")),
          Map.entry(
              "GetServiceQuota",
              "{\"Quota\": {\"QuotaName\": \"vCPUs\", \"Value\": 64.0, \"UsageMetric\":"
                  + " {\"MetricNamespace\": \"AWS/Usage\", \"MetricName\": \"ResourceCount\","
                  + " \"MetricStatisticRecommendation\": \"Maximum\","
                  + " \"MetricDimensions\": {\"Service\": \"EC2\"}}}}"),
          Map.entry(
              "DescribeAccountAttributes",
              xml(
                  "DescribeAccountAttributes",
                  "<AccountQuotas><AccountQuota><AccountQuotaName>DBInstances</AccountQuotaName>"
                      + "<Used>1</Used><Max>40</Max></AccountQuota></AccountQuotas>")),
          Map.entry(
              "DescribeLaunchTemplateVersions",
              "<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item>"
                  + "<launchTemplateData><instanceType>t3.small</instanceType>"
                  + "</launchTemplateData></item></launchTemplateVersionSet>"
                  + "</DescribeLaunchTemplateVersionsResponse>"),
          Map.entry(
              "DescribeInstanceTypes",
              "<DescribeInstanceTypesResponse><instanceTypeSet><item>"
                  + "<instanceType>t3.small</instanceType><vCpuInfo><defaultVCpus>2</defaultVCpus>"
                  + "</vCpuInfo></item></instanceTypeSet></DescribeInstanceTypesResponse>"),
          Map.entry("GetAWSDefaultServiceQuota", "{\"Quota\": {\"Value\": 5.0}}"),
          Map.entry("DescribeTaskDefinition", "{\"taskDefinition\": {\"cpu\": \"512\"}}"),
          Map.entry(
              "CreateImage", "<CreateImageResponse><imageId>ami-1</imageId></CreateImageResponse>"),
          Map.entry("CopyImage", "<CopyImageResponse><imageId>ami-2</imageId></CopyImageResponse>"),
          Map.entry(
              "DeregisterImage",
              "<DeregisterImageResponse><return>true</return></DeregisterImageResponse>"),
          Map.entry("RebootDBInstance", xml("RebootDBInstance", "<DBInstance/>")),
          Map.entry("PromoteReadReplica", xml("PromoteReadReplica", "<DBInstance/>")),
          Map.entry("ModifyDBCluster", xml("ModifyDBCluster", "<DBCluster/>")),
          Map.entry("FailoverGlobalCluster", xml("FailoverGlobalCluster", "<GlobalCluster/>")),
          Map.entry("SwitchoverGlobalCluster", xml("SwitchoverGlobalCluster", "<GlobalCluster/>")),
          Map.entry(
              "DescribeGlobalClusters",
              xml(
                  "DescribeGlobalClusters",
                  "<GlobalClusters><GlobalClusterMember><GlobalClusterMembers>"
                      + "<GlobalClusterMember><DBClusterArn>arn:primary</DBClusterArn>"
                      + "<IsWriter>true</IsWriter></GlobalClusterMember>"
                      + "<GlobalClusterMember><DBClusterArn>arn:secondary</DBClusterArn>"
                      + "<IsWriter>false</IsWriter>"
                      + "<SynchronizationStatus>connected</SynchronizationStatus>"
                      + "</GlobalClusterMember></GlobalClusterMembers>"
                      + "</GlobalClusterMember></GlobalClusters>")),
          Map.entry(
              "DescribeAutoScalingGroups",
              xml(
                  "DescribeAutoScalingGroups",
                  "<AutoScalingGroups><member><AutoScalingGroupName>g</AutoScalingGroupName>"
                      + "<MinSize>0</MinSize><MaxSize>0</MaxSize>"
                      + "<DesiredCapacity>0</DesiredCapacity><Instances><member>"
                      + "<InstanceId>i-1</InstanceId><LifecycleState>InService</LifecycleState>"
                      + "<HealthStatus>Healthy</HealthStatus></member></Instances>"
                      + "<LaunchTemplate><LaunchTemplateId>lt-1</LaunchTemplateId></LaunchTemplate>"
                      + "</member></AutoScalingGroups>")),
          Map.entry(
              "DescribeLaunchTemplates",
              "<DescribeLaunchTemplatesResponse><launchTemplates><item>"
                  + "<launchTemplateId>lt-1</launchTemplateId></item></launchTemplates>"
                  + "</DescribeLaunchTemplatesResponse>"),
          Map.entry(
              "DescribeAlarms",
              xml(
                  "DescribeAlarms",
                  "<MetricAlarms><member><AlarmName>1-1-peer-unreachable</AlarmName>"
                      + "<StateValue>OK</StateValue>"
                      + "<StateUpdatedTimestamp>2026-01-01T00:00:00Z</StateUpdatedTimestamp>"
                      + "</member><member><AlarmName>1-1-replication-broken</AlarmName>"
                      + "<StateValue>OK</StateValue>"
                      + "<StateUpdatedTimestamp>2026-01-01T00:00:00Z</StateUpdatedTimestamp>"
                      + "</member></MetricAlarms><CompositeAlarms><member>"
                      + "<AlarmName>1-1-peer-lost</AlarmName><StateValue>OK</StateValue>"
                      + "<StateUpdatedTimestamp>2026-01-01T00:00:00Z</StateUpdatedTimestamp>"
                      + "</member></CompositeAlarms>")),
          Map.entry("UpdateAutoScalingGroup", xml("UpdateAutoScalingGroup", "")),
          Map.entry(
              "DescribeTargetHealth",
              xml(
                  "DescribeTargetHealth",
                  "<TargetHealthDescriptions><member><TargetHealth><State>healthy</State>"
                      + "</TargetHealth></member></TargetHealthDescriptions>")),
          Map.entry("DescribeRules", xml("DescribeRules", "<Rules><member/></Rules>")),
          Map.entry("ModifyRule", xml("ModifyRule", "<Rules/>")),
          Map.entry(
              "ListAccelerators",
              "{\"Accelerators\": [{\"AcceleratorArn\": \"a\", \"Name\": \"1-1\","
                  + " \"Status\": \"DEPLOYED\"}]}"),
          Map.entry("ListListeners", "{\"Listeners\": [{\"ListenerArn\": \"l\"}]}"),
          Map.entry(
              "ListEndpointGroups",
              "{\"EndpointGroups\": [{\"EndpointGroupArn\": \"g\", \"EndpointGroupRegion\":"
                  + " \"eu-central-1\", \"TrafficDialPercentage\": 0.0}]}"),
          Map.entry("UpdateEndpointGroup", "{}"),
          Map.entry("DescribeRegistry", "{\"replicationConfiguration\": {\"rules\": []}}"),
          Map.entry("PutReplicationConfiguration", "{}"),
          Map.entry("Publish", xml("Publish", "<MessageId>m</MessageId>")),
          Map.entry(
              "DescribeNetworkAcls",
              "<DescribeNetworkAclsResponse><networkAclSet><item>"
                  + "<networkAclId>acl-1</networkAclId><entrySet><item>"
                  + "<ruleNumber>10</ruleNumber><protocol>6</protocol>"
                  + "<ruleAction>deny</ruleAction><egress>false</egress>"
                  + "<cidrBlock>10.0.0.0/24</cidrBlock>"
                  + "<portRange><from>1</from><to>1</to></portRange>"
                  + "</item></entrySet></item></networkAclSet>"
                  + "</DescribeNetworkAclsResponse>"),
          Map.entry(
              "CreateNetworkAclEntry",
              "<CreateNetworkAclEntryResponse><return>true</return>"
                  + "</CreateNetworkAclEntryResponse>"),
          Map.entry(
              "DeleteNetworkAclEntry",
              "<DeleteNetworkAclEntryResponse><return>true</return>"
                  + "</DeleteNetworkAclEntryResponse>"),
          Map.entry("PutMetricData", xml("PutMetricData", "")),
          Map.entry(
              "GetMetricData",
              xml(
                  "GetMetricData",
                  "<MetricDataResults><member><Id>lag</Id>"
                      + "<Timestamps><member>2026-01-01T00:00:00Z</member></Timestamps>"
                      + "<Values><member>1.0</member></Values></member></MetricDataResults>")));

  final Set<String> actions = new ConcurrentSkipListSet<>();
  private static final String SPECIFICATION =
      "{\"instanceClass\": \"db.t4g.medium\", \"storageType\": \"gp3\", \"kmsKeyId\": \"k\","
          + " \"dbSubnetGroupName\": \"g\", \"parameterGroupName\": \"p\", \"vpcSecurityGroupIds\":"
          + " [\"sg-1\"], \"publiclyAccessible\": false, \"autoMinorVersionUpgrade\": false,"
          + " \"performanceInsightsEnabled\": false, \"enabledCloudwatchLogsExports\": [],"
          + " \"copyTagsToSnapshot\": true, \"deletionProtection\": true, \"tags\": {},"
          + " \"maintenanceWindow\": \"sun:04:00-sun:05:00\"}";
  private static final String WRITER = "arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-1";

  /** What a restore makes, which is not there before. */
  private static final String RESTORED = "shop-prod-secondary-9";

  /** What a Region without a database calls it, by the names of the tests' environment. */
  private static final String NONE = "1-1-secondary-0";

  /** Whether the gate has let a restore pass. */
  final AtomicBoolean restoring = new AtomicBoolean();

  /** Whether it is to be restored from a copy in the vault. */
  final AtomicBoolean copies = new AtomicBoolean();

  final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean looksForCopy = new AtomicBoolean();
  private final AtomicBoolean looksForImageCopy = new AtomicBoolean();
  private final HttpServer server;

  CannedAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String action = action(exchange, request);
    actions.add(action);
    String body =
        switch (action) {
          case "GetParameter" -> parameter(request);
          case "GetItem" -> item(request);
          case "DescribeNatGateways" -> natGateways();
          case "DescribeAddresses" -> addresses();
          case "DescribeRouteTables" -> routes();
          case "DescribeDBInstances" ->
              request.contains("awsbackup-restore-test-")
                  ? restoreTest()
                  : request.contains(RESTORED)
                      ? "<ErrorResponse><Error><Code>DBInstanceNotFound</Code></Error></ErrorResponse>"
                      : database(exchange.getRequestHeaders().getFirst("Authorization"));
          case "DescribeDBClusters" -> cluster(here(exchange));
          case "DescribeDBSnapshots" -> snapshots(request);
          case "GetParametersByPath" ->
              here(exchange)
                  ? "{\"Parameters\": [{\"Name\": \"n\", \"Type\": \"String\", \"Value\": \"v\"}]}"
                  : "{\"Parameters\": []}";
          case "GetSecretValue" -> here(exchange) ? SECRET : SECRET.replace("p\\", "q\\");
          // Two services have an action of this name.
          case "DescribeImages" ->
              request.startsWith("{") ? "{\"imageDetails\": [{}]}" : images(request);
          // Something is on, and something is off, for those who switch either way.
          case "GetFunctionConcurrency" ->
              exchange.getRequestURI().getPath().contains("idle")
                  ? "{\"ReservedConcurrentExecutions\": 0}"
                  : "{}";
          case "DescribeRule" ->
              "{\"State\": \"" + (request.contains("idle") ? "DISABLED" : "ENABLED") + "\"}";
          case "DescribeExecution" ->
              actions.contains("StartExecution") ? "{\"status\": \"RUNNING\"}" : null;
          // Nobody has asked for more addresses.
          case "GetServiceQuota" -> request.contains(ADDRESSES) ? null : ANSWERS.get(action);
          default -> ANSWERS.get(action);
        };
    if (body == null && action.equals("DescribeExecution")) {
      exchange.getResponseHeaders().add("X-Amzn-ErrorType", "ExecutionDoesNotExist");
    }
    if (body == null && action.equals("GetServiceQuota")) {
      exchange.getResponseHeaders().add("X-Amzn-ErrorType", "NoSuchResourceException");
    }
    if (action.startsWith("DescribeDB") && body.contains("<Error>")) {
      refuse(exchange, body);
      return;
    }
    int status = body == null && !action.equals("GET") ? 400 : 200;
    if (scheduled.get() && exchange.getRequestURI().getPath().endsWith("/takeover")) {
      status = 404;
    }
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static String action(HttpExchange exchange, String request) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target.substring(target.indexOf('.') + 1);
    }
    Matcher path = PATH_ACTION.matcher(exchange.getRequestURI().getPath());
    if (path.find()) {
      return path.group(1);
    }
    if (CONCURRENCY.matcher(exchange.getRequestURI().getPath()).find()) {
      return verb(exchange) + "FunctionConcurrency";
    }
    if (MAPPINGS.matcher(exchange.getRequestURI().getPath()).find()) {
      return exchange.getRequestMethod().equals("GET")
          ? "ListEventSourceMappings"
          : "UpdateEventSourceMapping";
    }
    if (exchange.getRequestURI().getPath().endsWith("/invocations")) {
      return "InvokeFunction";
    }
    if (exchange.getRequestURI().getPath().contains("/restore-jobs/")) {
      return exchange.getRequestMethod().equals("GET")
          ? "DescribeRestoreJob"
          : "PutRestoreValidationResult";
    }
    if (exchange.getRequestURI().getPath().endsWith("/recovery-points/")) {
      return "ListRecoveryPointsByBackupVault";
    }
    Matcher query = QUERY_ACTION.matcher(request);
    return query.find() ? query.group(1) : exchange.getRequestMethod();
  }

  /** {@code Put} of a PUT. */
  private static String verb(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String mappings(String... states) {
    StringJoiner all = new StringJoiner(", ", "{\"EventSourceMappings\": [", "]}");
    for (String state : states) {
      all.add(
          "{\"UUID\": \"m\", \"State\": \""
              + state
              + "\", \"FunctionArn\": \"arn:aws:lambda:eu-west-1:1:function:orders\"}");
    }
    return all.toString();
  }

  /**
   * Writes are held, and nothing else is known, but for what is scheduled: from the second time on
   * that anybody asks how old its success is, this Region serves.
   */
  private String item(String request) {
    if (request.contains("\"upkeep\"")) {
      scheduled.set(true);
    }
    if (scheduled.get() && request.contains("\"traffic\"")) {
      return "{\"Item\": {\"takenOver\": {\"BOOL\": true}}}";
    }
    if (restoring.get() && request.contains("\"gate\"")) {
      return "{\"Item\": {\"database\": {\"S\": \""
          + RESTORED
          + "\"}, \"backup\": {\"S\": \""
          + (copies.get() ? COPY : "arn")
          + "\"}}}";
    }
    if (restoring.get() && request.contains("\"settled\"")) {
      return "{\"Item\": {\"database\": {\"S\": \"" + NONE + "\"}}}";
    }
    return request.contains("\"hold\"")
        ? "{\"Item\": {\"since\": {\"S\": \"2026-01-01T00:00:00Z\"},"
            + " \"entries\": {\"M\": {\"10.0.0.0/24\": {\"N\": \"10\"}}}}}"
        : "{}";
  }

  /**
   * The peer has the writer, this Region a replica: of another one, until one of this writer was
   * made. The signature names the Region.
   */
  private String database(String authorization) {
    boolean peer = authorization.contains("/eu-west-1/");
    boolean made = actions.contains("CreateDBInstanceReadReplica");
    String source =
        "<ReadReplicaSourceDBInstanceIdentifier>"
            + (made ? WRITER : "another")
            + "</ReadReplicaSourceDBInstanceIdentifier>";
    return xml(
        "DescribeDBInstances",
        "<DBInstances><DBInstance><DBInstanceStatus>available</DBInstanceStatus>"
            + "<DBInstanceIdentifier>shop-prod-secondary-"
            + (made ? 2 : 1)
            + "</DBInstanceIdentifier>"
            + "<PreferredMaintenanceWindow>sun:04:00-sun:05:00</PreferredMaintenanceWindow>"
            + "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>p</DBParameterGroupName>"
            + "<ParameterApplyStatus>"
            + (actions.contains("RebootDBInstance") ? "in-sync" : "pending-reboot")
            + "</ParameterApplyStatus></DBParameterGroup></DBParameterGroups>"
            + "<Engine>mysql</Engine>"
            + "<DbiResourceId>db-1</DbiResourceId>"
            + "<Endpoint><Address>db</Address><Port>3306</Port></Endpoint>"
            + (peer ? "<DBInstanceArn>" + WRITER + "</DBInstanceArn>" : "")
            + (peer || scheduled.get() ? "" : source)
            + "</DBInstance></DBInstances>");
  }

  private static String restoreTest() {
    return xml(
        "DescribeDBInstances",
        "<DBInstances><DBInstance><DBInstanceStatus>available</DBInstanceStatus><Endpoint><Address>"
            + "awsbackup-restore-test-1.c1.eu-central-1.rds.amazonaws.com</Address><Port>3306"
            + "</Port></Endpoint></DBInstance></DBInstances>");
  }

  /** The peer has the writer of the global database, this Region a reader in quarantine. */
  private static String cluster(boolean here) {
    return xml(
        "DescribeDBClusters",
        "<DBClusters><DBCluster><Status>available</Status><DBClusterIdentifier>shop-prod-"
            + (here ? "secondary" : "primary")
            + "-1</DBClusterIdentifier><DBClusterArn>arn:"
            + (here ? "secondary" : "primary")
            + "</DBClusterArn><DbClusterResourceId>cluster-1</DbClusterResourceId>"
            + "<VpcSecurityGroups><VpcSecurityGroupMembership>"
            + "<VpcSecurityGroupId>sg-other</VpcSecurityGroupId>"
            + "</VpcSecurityGroupMembership></VpcSecurityGroups></DBCluster></DBClusters>");
  }

  /** The signature names the Region. */
  private static boolean here(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Authorization").contains("/eu-central-1/");
  }

  /** One that was made, until it was deleted. */
  private String natGateways() {
    boolean there = actions.contains("CreateNatGateway") && !actions.contains("DeleteNatGateway");
    return "<DescribeNatGatewaysResponse><natGatewaySet>"
        + (there
            ? "<item><natGatewayId>nat-1</natGatewayId><subnetId>1</subnetId>"
                + "<state>available</state></item>"
            : "")
        + "</natGatewaySet></DescribeNatGatewaysResponse>";
  }

  private String addresses() {
    return "<DescribeAddressesResponse><addressesSet>"
        + (actions.contains("AllocateAddress")
            ? "<item><allocationId>eipalloc-1</allocationId></item>"
            : "")
        + "</addressesSet></DescribeAddressesResponse>";
  }

  /** To a gateway that is gone, until another one was made. */
  private String routes() {
    return "<DescribeRouteTablesResponse><routeTableSet><item><routeSet><item>"
        + "<destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>"
        + (actions.contains("CreateRoute") ? "nat-1" : "nat-0")
        + "</natGatewayId></item></routeSet></item></routeTableSet></DescribeRouteTablesResponse>";
  }

  private static void refuse(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** There is one when it was made, and a copy when it was copied; and there are old ones. */
  private String snapshots(String request) {
    if (request.contains("awsbackup")) {
      return xml(
          "DescribeDBSnapshots",
          "<DBSnapshots><DBSnapshot><Status>available</Status><OriginalSnapshotCreateTime>"
              + "2026-01-01T00:00:00Z</OriginalSnapshotCreateTime></DBSnapshot></DBSnapshots>");
    }
    if (request.contains("SnapshotType")) {
      return xml(
          "DescribeDBSnapshots",
          "<DBSnapshots>" + snapshot("2025-01-02") + snapshot("2025-01-01") + "</DBSnapshots>");
    }
    return actions.contains("CopyDBSnapshot")
            || actions.contains("CreateDBSnapshot") && !looksForCopy.getAndSet(true)
        ? xml("DescribeDBSnapshots", "<DBSnapshots>" + snapshot("2026-01-01") + "</DBSnapshots>")
        : "<ErrorResponse><Error><Code>DBSnapshotNotFound</Code></Error></ErrorResponse>";
  }

  /** As with the snapshots: none, then the one that was made, then its copy as well. */
  private String images(String request) {
    boolean byName = request.contains("=name&");
    boolean there =
        !byName
            || actions.contains("CopyImage")
            || actions.contains("CreateImage") && !looksForImageCopy.getAndSet(true);
    String image =
        "<item><imageId>ami-1</imageId><name>one</name><imageState>available</imageState>"
            + "<creationDate>2026-01-01T00:00:00.000Z</creationDate></item>";
    return "<DescribeImagesResponse><imagesSet>"
        + (there ? image + image : "")
        + "</imagesSet></DescribeImagesResponse>";
  }

  private static String snapshot(String day) {
    return "<DBSnapshot><DBSnapshotIdentifier>1-1-daily-"
        + day
        + "</DBSnapshotIdentifier><DBSnapshotArn>arn:aws:rds:eu-central-1:123456789012:snapshot:s"
        + "</DBSnapshotArn><Status>available</Status><SnapshotCreateTime>"
        + day
        + "T00:00:00Z</SnapshotCreateTime><TagList><Tag><Key>pharos:upkeep</Key>"
        + "<Value>snapshot</Value></Tag></TagList></DBSnapshot>";
  }

  /** The Region has been opened, and stands by with backups alone again. */
  private boolean closing() {
    return restoring.get() && actions.contains("CreateRoute");
  }

  private String parameter(String request) {
    String value =
        request.contains("posture")
            ? "{\\\"active\\\": {\\\"minSize\\\": 2, \\\"maxSize\\\": 4,"
                + " \\\"desiredCapacity\\\": 2}, \\\"standby\\\": {\\\"minSize\\\": 0,"
                + " \\\"maxSize\\\": 0, \\\"desiredCapacity\\\": 0}}"
            : request.contains("database-specification")
                ? SPECIFICATION.replace("\"", "\\\"")
                : request.contains("database-identifier")
                    ? (closing() ? NONE : "shop-prod-secondary-1")
                    : "127.0.0.1:1";
    return "{\"Parameter\": {\"LastModifiedDate\": 1, \"Value\": \"" + value + "\"}}";
  }

  private static String xml(String action, String result) {
    return "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>".formatted(action, result);
  }
}
