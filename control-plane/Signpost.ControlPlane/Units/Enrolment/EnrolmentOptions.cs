namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>What an enrolled unit is told, and who may enrol.</summary>
/// <param name="AdvertisedHost">Host name in the server certificates.</param>
/// <param name="AllowSimulatedBoards">Only in a demonstration.</param>
internal sealed record EnrolmentOptions(string AdvertisedHost, int UnitsPort, int EnrolmentPort, string BrokerHost, int BrokerPort, bool AllowSimulatedBoards);
