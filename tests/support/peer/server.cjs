// An OPC UA server that shares no code with the connector: node-opcua, told what to do on its standard input.
//   node server.cjs '{"port": 4840, "folder": "/tmp/x", "user": "edge", "password": "s3cret"}'
// It prints one line of JSON once it listens, and one for every command that it has carried out.
const path = require("node:path");
const readline = require("node:readline");
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { makeEUInformation, standardUnits } = require("node-opcua-data-access");
const { nodesets } = require("node-opcua-nodesets");
const { StatusCodes } = require("node-opcua-status-code");
const { DataType, Variant, VariantArrayType } = require("node-opcua-variant");

const options = JSON.parse(process.argv[2]);
const NAMESPACE = "urn:peer:meters";

function manager(name) {
  return new OPCUACertificateManager({
    rootFolder: path.join(options.folder, name),
    automaticallyAcceptUnknownCertificate: false,
  });
}

function meters(server) {
  const space = server.engine.addressSpace;
  for (let i = 0; i < (options.padding ?? 0); i++) space.registerNamespace(`urn:padding:${i}`);
  const own = space.registerNamespace(NAMESPACE);
  const plant = own.addFolder(space.rootFolder.objects, { browseName: "Plant", nodeId: "s=plant" });
  const hall = own.addObject({ organizedBy: plant, browseName: "Hall 1", nodeId: "s=hall1" });
  const made = {};
  const add = (name, dataType, value, unit, history) => {
    const shape = { nodeId: `s=${name}`, browseName: name, dataType, componentOf: hall, minimumSamplingInterval: 50 };
    const analog = { ...shape, description: `${name} of hall 1`, engineeringUnits: unit, engineeringUnitsRange: { low: 0, high: 1e12 } };
    const node = unit ? own.addAnalogDataItem(analog) : own.addVariable(shape);
    node.setValueFromSource(value, StatusCodes.Good, new Date());
    if (history) space.installHistoricalDataNode(node, { maxOnlineValues: 10000 });
    made[name] = { node, dataType: value.dataType };
  };
  const scalar = (dataType, value) => new Variant({ dataType, value });
  add("energy", "Double", scalar(DataType.Double, 1000.5), makeEUInformation("KWH", "kW·h", "kilowatt hour"), true);
  add("power", "Float", scalar(DataType.Float, 12.5), standardUnits.kilowatt, false);
  add("count", "UInt32", scalar(DataType.UInt32, 7), undefined, false);
  add("label", "String", scalar(DataType.String, "meter 1"), undefined, false);
  const three = { dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([1, 2, 3]) };
  const phases = own.addVariable({ nodeId: "s=phases", browseName: "phases", dataType: "Double", valueRank: 1, componentOf: hall });
  phases.setValueFromSource(new Variant(three), StatusCodes.Good, new Date());
  const many = own.addFolder(plant, { browseName: "Many", nodeId: "s=many" });
  for (let i = 0; i < (options.many ?? 0); i++) {
    const node = own.addVariable({ nodeId: `s=many${i}`, browseName: `tag ${i}`, dataType: "Double", organizedBy: many });
    node.setValueFromSource(scalar(DataType.Double, i), StatusCodes.Good, new Date());
  }
  return made;
}

async function main() {
  const certificates = manager("pki");
  const people = manager("people");
  await Promise.all([certificates.initialize(), people.initialize()]);
  const server = new OPCUAServer({
    port: options.port,
    hostname: "127.0.0.1",
    nodeset_filename: [nodesets.standard],
    serverCertificateManager: certificates,
    userCertificateManager: people,
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    allowAnonymous: true,
    userManager: { isValidUser: (user, password) => user === options.user && password === options.password },
    serverCapabilities: {
      maxBrowseContinuationPoints: 10,
      operationLimits: { maxNodesPerRead: 20, maxNodesPerBrowse: 5, maxMonitoredItemsPerCall: 3, maxNodesPerTranslateBrowsePathsToNodeIds: 4, maxNodesPerHistoryReadData: 2 },
    },
  });
  await server.initialize();
  const made = meters(server);
  await server.start();
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true, certificate: server.getCertificate().toString("base64") });
  const lines = readline.createInterface({ input: process.stdin });
  for await (const line of lines) {
    const { name, value, at, status, trust, who } = JSON.parse(line);
    if (trust) {
      await (who === "person" ? people : certificates).trustCertificate(Buffer.from(trust, "base64"));
    } else {
      const { node, dataType } = made[name];
      node.setValueFromSource(new Variant({ dataType, value }), StatusCodes[status ?? "Good"], new Date(at));
    }
    say({ done: true });
  }
  await server.shutdown(100);
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
