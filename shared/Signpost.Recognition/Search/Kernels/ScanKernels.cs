namespace Signpost.Recognition;

/// <summary>The kernels, best first.</summary>
internal enum ScanKernelKind
{
    AvxVnni,
    Avx2,
    ArmDot,
    Portable,
    Scalar,
}

/// <summary>Chooses the kernel that this processor runs best.</summary>
internal static unsafe class ScanKernels
{
    /// <summary>The choice, made once.</summary>
    public static ScanKernelKind Best { get; } = Enum.GetValues<ScanKernelKind>().First(IsSupported);

    public static bool IsSupported(ScanKernelKind kind) => kind switch
    {
        ScanKernelKind.AvxVnni => ShiftedKernel<VnniMultiply>.IsSupported,
        ScanKernelKind.Avx2 => Avx2Kernel.IsSupported,
        ScanKernelKind.ArmDot => ArmDotKernel.IsSupported,
        ScanKernelKind.Portable => PortableKernel.IsSupported,
        _ => ScalarKernel.IsSupported,
    };

    public static string NameOf(ScanKernelKind kind) => kind switch
    {
        ScanKernelKind.AvxVnni => ShiftedKernel<VnniMultiply>.Name,
        ScanKernelKind.Avx2 => Avx2Kernel.Name,
        ScanKernelKind.ArmDot => ArmDotKernel.Name,
        ScanKernelKind.Portable => PortableKernel.Name,
        _ => ScalarKernel.Name,
    };

    public static GalleryMatch Run(ScanKernelKind kind, ref GalleryScan scan, byte* table, int groups) => kind switch
    {
        ScanKernelKind.AvxVnni => scan.Run<ShiftedKernel<VnniMultiply>>(table, groups),
        ScanKernelKind.Avx2 => scan.Run<Avx2Kernel>(table, groups),
        ScanKernelKind.ArmDot => scan.Run<ArmDotKernel>(table, groups),
        ScanKernelKind.Portable => scan.Run<PortableKernel>(table, groups),
        _ => scan.Run<ScalarKernel>(table, groups),
    };
}
