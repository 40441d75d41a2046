namespace Signpost.ModelTools.Onnx;

/// <summary>Versions of the operations that a model says it uses.</summary>
internal static class OperatorSets
{
    private const string Onnx = "", Microsoft = "com.microsoft";

    /// <summary>The version of ONNX in which opset <see cref="Quantisation.Quantiser.OpsetVersion"/> was published.</summary>
    private const int IrVersion = 7;

    /// <summary>Declares at least this version of ONNX's own operations, and ONNX Runtime's beside them.</summary>
    public static void Raise(ModelProto model, int version)
    {
        model.IrVersion = Math.Max(model.IrVersion, IrVersion);
        Declare(model, Onnx, version);
        Declare(model, Microsoft, 1);
    }

    private static void Declare(ModelProto model, string domain, int version)
    {
        OperatorSetIdProto? found = model.OpsetImport.FirstOrDefault(set => set.Domain == domain || (domain == Onnx && set.Domain == "ai.onnx"));
        if (found is null)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        else
            found.Version = Math.Max(found.Version, version);
    }
}
